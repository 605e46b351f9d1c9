import { Buffer } from 'node:buffer';
import { crc32, tableCrc32 } from './crc32';

describe.each([
  ['crc32', crc32],
  ['tableCrc32', tableCrc32],
])('%s', (_name, sum) => {
  it('gives the check value of CRC-32', () => {
    expect(sum(Buffer.from('123456789'), 0)).toBe(0xcbf43926);
  });

  it('goes on from what came before', () => {
    expect(sum(Buffer.from('6789'), sum(Buffer.from('12345'), 0))).toBe(0xcbf43926);
    expect(sum(Buffer.alloc(0), 7)).toBe(7);
  });
});

import { gzipSync } from 'node:zlib';
import { defaultLimits } from '@pipeline/file-formats';
import { sliceBytes } from './object-bytes';

const BODY = Buffer.from('0123456789abcdef');
async function* chunked(body: Uint8Array, size: number) {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}
const read = async (chunks: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
};

describe.each([1, 3, 7, 100])('in chunks of %d bytes', (size) => {
  it('a plain object is opened at the slice', async () => {
    const whole = sliceBytes(chunked(BODY.subarray(4), size), false, { start: 4 }, defaultLimits);
    expect(await read(whole.chunks)).toBe('456789abcdef');
    expect(whole.fault()).toBeUndefined();
  });

  it('a compressed one is inflated from its beginning and cut to the slice', async () => {
    const slice = sliceBytes(chunked(gzipSync(BODY), size), true, { start: 4 }, defaultLimits);
    expect(await read(slice.chunks)).toBe('456789abcdef');
    expect(slice.fault()).toBeUndefined();
  });

  it('a truncated one says so when it is read', async () => {
    const slice = sliceBytes(chunked(gzipSync(BODY).subarray(0, -4), size), true, { start: 0 }, defaultLimits);
    await read(slice.chunks);
    expect(slice.fault()?.code).toBe('gzip.truncated');
  });
});

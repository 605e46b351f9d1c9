import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import {
  CHECKSUM_ALGORITHMS,
  checksumOfParts,
  etagOfParts,
  hasher,
  isChecksumValue,
  type PartDigest,
} from './checksum';
import { combineCrcs } from './crc';

const CHECK = Buffer.from('123456789');

const digestOf = (algorithm: Parameters<typeof hasher>[0], ...chunks: Uint8Array[]): Buffer => {
  const running = hasher(algorithm);
  for (const chunk of chunks) running.update(chunk);
  return running.digest();
};

describe('checksums', () => {
  // The "check" values of the CRC catalogue (reveng.sourceforge.io) and of RFC 1321, RFC 3174 and FIPS 180-4.
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['MD5', '25f9e794323b453885f5181f1b624d0b'],
  ] as const)('%s of "123456789" is %s', (algorithm, expected) => {
    expect(digestOf(algorithm, CHECK).toString('hex')).toBe(expected);
  });

  it.each(CHECKSUM_ALGORITHMS)('%s does not depend on how the bytes are cut', (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (chunks) => {
        expect(digestOf(algorithm, ...chunks)).toEqual(digestOf(algorithm, Buffer.concat(chunks)));
      }),
    );
  });

  it('knows the base64 of a digest from other texts', () => {
    expect(isChecksumValue('CRC32', 'y/Q5Jg==')).toBe(true);
    expect(isChecksumValue('CRC32', 'y/Q5JgAA')).toBe(false);
    expect(isChecksumValue('SHA256', 'not base64')).toBe(false);
  });
});

describe('checksums of parts', () => {
  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)('%s of the whole is combined from those of its parts', (kind) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), (parts) => {
        const combined = combineCrcs(
          kind,
          parts.map((part) => ({ crc: digestOf(kind, part), size: part.length })),
        );
        expect(combined).toEqual(digestOf(kind, Buffer.concat(parts)));
      }),
      { numRuns: 30 },
    );
  });

  it('agrees with zlib over parts of the size of real uploads', () => {
    const part = Buffer.alloc(5 * 1024 * 1024, 'abc');
    const crc = digestOf('CRC32', part);
    const size = part.length;
    const whole = crc32(Buffer.concat([part, part, Buffer.from('x')]));
    const tail = { crc: digestOf('CRC32', Buffer.from('x')), size: 1 };
    expect(combineCrcs('CRC32', [{ crc, size }, { crc, size }, tail]).readUInt32BE()).toBe(whole);
  });

  it('hashes the parts’ digests for composites and for the ETag', () => {
    const part: PartDigest = {
      size: CHECK.length,
      md5: digestOf('MD5', CHECK).toString('hex'),
      checksum: digestOf('SHA256', CHECK).toString('base64'),
    };
    const twice = digestOf('SHA256', digestOf('SHA256', CHECK), digestOf('SHA256', CHECK)).toString('base64');
    expect(checksumOfParts('SHA256', 'COMPOSITE', [part, part]).value).toBe(`${twice}-2`);
    expect(etagOfParts([part])).toBe(`${digestOf('MD5', digestOf('MD5', CHECK)).toString('hex')}-1`);
    expect(() => checksumOfParts('SHA256', 'FULL_OBJECT', [part])).toThrow(RangeError);
  });
});

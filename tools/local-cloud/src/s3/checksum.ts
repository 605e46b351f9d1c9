import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combineCrcs, RunningCrc } from './crc';

/** Checksum algorithms of S3, by their names in the API. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** Over all bytes of an object, or over the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A checksum as S3 shows it: base64, of composites with `-<parts>` appended. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: ChecksumType;
}

export interface Hasher {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** The member of an XML answer: `ChecksumCRC32`. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm}`;

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm =>
  (CHECKSUM_ALGORITHMS as readonly string[]).includes(name);

/** Whether a text is the base64 of a digest of that algorithm. */
export const isChecksumValue = (algorithm: ChecksumAlgorithm, value: string): boolean => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === DIGEST_BYTES[algorithm] && bytes.toString('base64') === value;
};

export function hasher(algorithm: ChecksumAlgorithm | 'MD5'): Hasher {
  switch (algorithm) {
    case 'CRC32': {
      let crc = 0;
      return {
        update: (chunk) => (crc = crc32(chunk, crc)),
        digest: () => {
          const digest = Buffer.alloc(4);
          digest.writeUInt32BE(crc);
          return digest;
        },
      };
    }
    case 'CRC32C':
      return new RunningCrc('crc32c');
    case 'CRC64NVME':
      return new RunningCrc('crc64nvme');
    default: {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
    }
  }
}

/** What the parts of a multipart upload are put together from; checksums in base64. */
export interface PartDigest {
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: string;
}

/**
 * The checksum of an object made of parts.
 * @throws RangeError for a full-object checksum of an algorithm whose values can't be combined (SHA).
 */
export function checksumOfParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartDigest[],
): Checksum {
  const digests = parts.map(({ checksum, size }) => ({ crc: Buffer.from(checksum, 'base64'), size }));
  if (type === 'COMPOSITE') {
    const composite = hasher(algorithm);
    for (const { crc } of digests) composite.update(crc);
    return { algorithm, type, value: `${composite.digest().toString('base64')}-${parts.length}` };
  }
  if (algorithm === 'SHA1' || algorithm === 'SHA256') throw new RangeError(`${algorithm} of parts can't be combined.`);
  return { algorithm, type, value: combineCrcs(algorithm, digests).toString('base64') };
}

/** ETag of an object made of parts: the MD5 of their MD5s, and how many they are. */
export function etagOfParts(parts: readonly PartDigest[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(part.md5, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}

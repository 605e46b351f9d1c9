/**
 * The CRCs of S3 that Node does not have: CRC-32C (Castagnoli) and CRC-64/NVME, both reflected, eight bytes at a time.
 * Sources: RFC 3720 B.4; NVM Express Base Specification 2.0, "64b CRC".
 */
const CRC32_POLYNOMIAL = 0xedb88320n;
const CRC32C_POLYNOMIAL = 0x82f63b78n;
const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** Eight tables of 256 entries, low and high halves; the n-th table is for a byte with n bytes after it. */
interface Tables {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

function tablesOf(polynomial: bigint): Tables {
  const low = new Uint32Array(8 * 256);
  const high = new Uint32Array(8 * 256);
  const values: bigint[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    values.push(value);
  }
  for (let byte = 0; byte < 256; byte += 1) {
    let value = values[byte] ?? 0n;
    for (let table = 0; table < 8; table += 1) {
      low[table * 256 + byte] = Number(value & 0xffffffffn);
      high[table * 256 + byte] = Number(value >> 32n);
      value = (value >> 8n) ^ (values[Number(value & 0xffn)] ?? 0n);
    }
  }
  return { low, high };
}

const TABLES = { crc32c: tablesOf(CRC32C_POLYNOMIAL), crc64nvme: tablesOf(CRC64NVME_POLYNOMIAL) };

/** A running CRC: its state in two halves of 32 bits, `high` always 0 for CRC-32C. */
export class RunningCrc {
  readonly #tables: Tables;
  readonly #bytes: 4 | 8;
  #low = 0xffffffff;
  #high: number;

  constructor(kind: keyof typeof TABLES) {
    this.#tables = TABLES[kind];
    this.#bytes = kind === 'crc32c' ? 4 : 8;
    this.#high = kind === 'crc32c' ? 0 : 0xffffffff;
  }

  update(chunk: Uint8Array): void {
    const { low: tl, high: th } = this.#tables;
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const end = chunk.length - 7; at < end; at += 8) {
      const a = low ^ view.getUint32(at, true);
      const b = high ^ view.getUint32(at + 4, true);
      const [i0, i1, i2, i3] = [
        1792 + (a & 255),
        1536 + ((a >>> 8) & 255),
        1280 + ((a >>> 16) & 255),
        1024 + (a >>> 24),
      ];
      const [i4, i5, i6, i7] = [768 + (b & 255), 512 + ((b >>> 8) & 255), 256 + ((b >>> 16) & 255), b >>> 24];
      low =
        at8(tl, i0) ^ at8(tl, i1) ^ at8(tl, i2) ^ at8(tl, i3) ^ at8(tl, i4) ^ at8(tl, i5) ^ at8(tl, i6) ^ at8(tl, i7);
      high =
        at8(th, i0) ^ at8(th, i1) ^ at8(th, i2) ^ at8(th, i3) ^ at8(th, i4) ^ at8(th, i5) ^ at8(th, i6) ^ at8(th, i7);
    }
    for (; at < chunk.length; at += 1) {
      const index = (low ^ (chunk[at] ?? 0)) & 255;
      low = at8(tl, index) ^ ((low >>> 8) | (high << 24));
      high = at8(th, index) ^ (high >>> 8);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Big-endian, as S3 writes it. */
  digest(): Buffer {
    const digest = Buffer.alloc(this.#bytes);
    digest.writeUInt32BE(~this.#low >>> 0, this.#bytes - 4);
    if (this.#bytes === 8) digest.writeUInt32BE(~this.#high >>> 0, 0);
    return digest;
  }
}

/** Indices are computed to be in range. */
const at8 = (table: Uint32Array, index: number): number => table[index] as number;

const COMBINED = {
  CRC32: { bits: 32, polynomial: CRC32_POLYNOMIAL },
  CRC32C: { bits: 32, polynomial: CRC32C_POLYNOMIAL },
  CRC64NVME: { bits: 64, polynomial: CRC64NVME_POLYNOMIAL },
} as const;

/**
 * The CRC of parts laid end to end, from the parts' own CRCs and lengths in bytes: appending n zero bytes is a linear
 * map over GF(2), here as its columns (the method of zlib's crc32_combine).
 */
export function combineCrcs(
  kind: keyof typeof COMBINED,
  parts: readonly { readonly crc: Buffer; readonly size: number }[],
): Buffer {
  const { bits, polynomial } = COMBINED[kind];
  const appendZeros = new Map<number, readonly bigint[]>();
  let combined = 0n;
  for (const { crc, size } of parts) {
    const map = appendZeros.get(size) ?? zeroBytes(bits, polynomial, size);
    appendZeros.set(size, map);
    combined = apply(map, combined) ^ BigInt(`0x${crc.toString('hex')}`);
  }
  return Buffer.from(combined.toString(16).padStart(bits / 4, '0'), 'hex');
}

function zeroBytes(bits: number, polynomial: bigint, bytes: number): readonly bigint[] {
  const columns = Array.from({ length: bits }, (_, column) => (column === 0 ? polynomial : 1n << BigInt(column - 1)));
  // Three squarings make one zero bit a zero byte.
  let power: readonly bigint[] = square(square(square(columns)));
  let result: readonly bigint[] = columns.map((_, column) => 1n << BigInt(column));
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result.map((column) => apply(power, column));
    power = square(power);
  }
  return result;
}

const square = (columns: readonly bigint[]): readonly bigint[] => columns.map((column) => apply(columns, column));

function apply(columns: readonly bigint[], vector: bigint): bigint {
  let sum = 0n;
  let rest = vector;
  for (let column = 0; rest > 0n; column += 1, rest >>= 1n) if (rest & 1n) sum ^= columns[column] ?? 0n;
  return sum;
}

import * as zlib from 'node:zlib';

/** CRC-32 of the bytes that follow those of which `crc` is the CRC-32; 0 to begin with. */
export type Crc32 = (bytes: Uint8Array, crc: number) => number;

const table = new Uint32Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  table[byte] = crc;
}

/** RFC 1952, section 8. */
export const tableCrc32: Crc32 = (bytes, crc) => {
  let rest = ~crc;
  for (const byte of bytes) rest = (table[(rest ^ byte) & 0xff] as number) ^ (rest >>> 8);
  return ~rest >>> 0;
};

/** The engine's, ten times faster, which Node.js has from 20.15 and 22.2 on. */
export const crc32: Crc32 = typeof zlib.crc32 === 'function' ? zlib.crc32 : tableCrc32;

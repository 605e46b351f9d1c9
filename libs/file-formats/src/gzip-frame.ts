import type { Buffer } from 'node:buffer';
import type { ByteSource } from './byte-source';

/** Length of a member's header: a number, or what is wrong with the bytes. */
export type HeaderLength = number | 'truncated' | 'corrupt';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 224;

const fixedHeader = 10;
/** CRC-32 and size of the inflated bytes. */
export const trailerBytes = 8;

/** An original name or comment that is longer was not written by a compressor. */
const maxHeaderBytes = 65_536 * 2;

/** Length of the member header (RFC 1952, section 2.3) at which the source stands. */
export async function headerLength(source: ByteSource): Promise<HeaderLength> {
  const fixed = await source.peek(fixedHeader);
  const magic = [0x1f, 0x8b, 8];
  if (magic.some((byte, index) => index < fixed.length && fixed[index] !== byte)) return 'corrupt';
  if (fixed.length < fixedHeader) return 'truncated';
  const flags = fixed.readUInt8(3);
  if ((flags & RESERVED) !== 0) return 'corrupt';
  if ((flags & ~1) === 0) return fixedHeader;
  const header = await source.peek(maxHeaderBytes);
  const end = optionalFieldsEnd(header, flags);
  if (end <= header.length) return end;
  return header.length < maxHeaderBytes ? 'truncated' : 'corrupt';
}

/** Where the optional fields end; beyond the header's length where they do not end in it. */
function optionalFieldsEnd(header: Buffer, flags: number): number {
  const beyond = header.length + 1;
  let end = fixedHeader;
  if ((flags & FEXTRA) !== 0) {
    if (end + 2 > header.length) return beyond;
    end += 2 + header.readUInt16LE(end);
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = header.indexOf(0, end);
    if (zero < 0) return beyond;
    end = zero + 1;
  }
  return (flags & FHCRC) === 0 ? end : end + 2;
}

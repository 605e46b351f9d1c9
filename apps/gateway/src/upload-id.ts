/** Crockford's base 32, without the letters that look like digits. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;

/** Bytes of randomness in an upload id. */
export const RANDOM_BYTES = 10;

/**
 * A ULID: 48 bits of milliseconds and 80 of randomness. Keys of uploads sort by time, and who has the id knows the
 * ticket's sort key. Source: github.com/ulid/spec.
 */
export function newUploadId(now: number, random: Uint8Array): string {
  const bits = (BigInt(now) << 80n) | BigInt(`0x${Buffer.from(random).toString('hex')}`);
  return Array.from({ length: 26 }, (_, at) => DIGITS[Number((bits >> BigInt(5 * (25 - at))) & 31n)]).join('');
}

/** When the upload was issued, in epoch milliseconds. */
export const issuedAt = (uploadId: string): number =>
  [...uploadId.slice(0, TIME_DIGITS)].reduce((time, digit) => time * 32 + DIGITS.indexOf(digit), 0);

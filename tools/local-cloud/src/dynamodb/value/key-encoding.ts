import type { AttributeValue } from './attribute-value';
import { parseDecimal } from './number';

/**
 * Keys of the store are strings ordered by their UTF-8 bytes. A key attribute is encoded so that this order is
 * DynamoDB's: strings by UTF-8 bytes, numbers by value, binaries by bytes; and so that no encoded part is a prefix of
 * another: NUL is escaped as NUL SOH, and a part ends with NUL NUL.
 */

const END_OF_PART = '\u0000\u0000';
const NUL = /\0/g;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The range of exponents, moved so that it is positive and of three digits. */
const EXPONENT_BIAS = 200;

const threeDigits = (value: number): string => String(value).padStart(3, '0');

function encodeNumber(canonical: string): string {
  const decimal = parseDecimal(canonical);
  if (decimal === undefined || decimal.digits === '') return '1';
  const exponent = decimal.exponent + EXPONENT_BIAS;
  if (!decimal.negative) return `2${threeDigits(exponent)}${decimal.digits}`;
  // Of negatives the larger magnitude is the lesser number: everything is complemented, and `~`, above every digit,
  // makes the shorter of two with a common start the greater.
  const digits = decimal.digits.replace(/[0-9]/g, (digit) => String(9 - Number(digit)));
  return `0${threeDigits(999 - exponent)}${digits}~`;
}

/** Whether a string has a UTF-16 surrogate without its partner, for which there are no UTF-8 bytes. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/** A key attribute's value without its end: what the encodings of all values that begin with it begin with. */
export function encodePrefix(value: AttributeValue): string {
  if (value.S !== undefined) return value.S.includes('\0') ? value.S.replace(NUL, '\u0000\u0001') : value.S;
  if (value.N !== undefined) return encodeNumber(value.N);
  if (value.B !== undefined) return Buffer.from(value.B, 'base64').toString('hex');
  throw new TypeError('A key attribute is a string, a number or a binary: the key did not pass its schema.');
}

/** A key attribute's value as a part of a store key. */
export function encodePart(value: AttributeValue): string {
  return encodePrefix(value) + END_OF_PART;
}

/** The first part of an encoded key, its end included. */
export function firstPart(encoded: string): string {
  return encoded.slice(0, encoded.indexOf(END_OF_PART) + END_OF_PART.length);
}

/** The least string that is greater, by UTF-8 bytes, than every string that begins with the prefix. */
export function afterPrefix(prefix: string): string {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    // The code points of surrogates are none of UTF-8's.
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  throw new RangeError('No string is greater than all that begin with this prefix.');
}

/** The least string that is greater than this one. */
export function justAfter(key: string): string {
  return `${key}\u0000`;
}

import fc from 'fast-check';
import type { AttributeValue } from './attribute-value';
import { compareValues } from './compare';
import { afterPrefix, encodePart, encodePrefix, firstPart, isWellFormed } from './key-encoding';
import { canonicalNumber } from './number';

const compareBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

const unit = fc.oneof(fc.constantFrom('\0', '\u0001', 'a', 'b', '\u007f', 'é', '\ud7ff', '\ue000', '\uffff', '🐟'));
const text = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
const string = text.map((S): AttributeValue => ({ S }));
const binary = fc
  .uint8Array({ maxLength: 4 })
  .map((bytes): AttributeValue => ({ B: Buffer.from(bytes).toString('base64') }));
const number = fc
  .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^[0-9]{1,6}$/), fc.integer({ min: -8, max: 8 }))
  .map(([sign, digits, exponent]): AttributeValue => {
    const numeric = canonicalNumber(`${sign}${digits}e${exponent}`);
    return { N: 'number' in numeric ? numeric.number : '0' };
  });

describe('encodePart', () => {
  test.each([
    ['strings', string],
    ['numbers', number],
    ['binaries', binary],
  ])('the store orders %s as DynamoDB does', (_type, values) => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const order = compareBytes(encodePart(left), encodePart(right));
        expect(Math.sign(order)).toBe(Math.sign(compareValues(left, right) ?? NaN));
      }),
      { numRuns: 2000 },
    );
  });

  test('two parts order by the first, then by the second', () => {
    fc.assert(
      fc.property(string, string, string, string, (a, b, c, d) => {
        const first = compareValues(a, c) ?? NaN;
        const expected = first !== 0 ? first : (compareValues(b, d) ?? NaN);
        const order = compareBytes(encodePart(a) + encodePart(b), encodePart(c) + encodePart(d));
        expect(Math.sign(order)).toBe(Math.sign(expected));
      }),
    );
  });

  test('the first of several parts can be told again', () => {
    fc.assert(
      fc.property(string, string, (a, b) => expect(firstPart(encodePart(a) + encodePart(b))).toBe(encodePart(a))),
    );
  });
});

describe('afterPrefix', () => {
  test('is greater than all that begin with the prefix, and nothing lies between', () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const bounded = `x${prefix}`;
        const end = afterPrefix(bounded);
        expect(compareBytes(bounded + other, end)).toBeLessThan(0);
        const isBetween = compareBytes(bounded, `x${other}`) <= 0 && compareBytes(`x${other}`, end) < 0;
        expect(isBetween).toBe(other.startsWith(prefix));
      }),
      { numRuns: 2000 },
    );
  });

  test('the encodings of all values that begin with a value begin with its prefix', () => {
    fc.assert(
      fc.property(text, text, (start, rest) => {
        expect(encodePart({ S: start + rest }).startsWith(encodePrefix({ S: start }))).toBe(true);
      }),
    );
  });
});

test('isWellFormed', () => {
  expect(isWellFormed('🐟')).toBe(true);
  expect(isWellFormed('\ud83d')).toBe(false);
  expect(isWellFormed('\udc1f\ud83d')).toBe(false);
});

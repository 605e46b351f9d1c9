import * as fc from 'fast-check';
import {
  canonicalDecimal,
  compareDecimals,
  Decimal,
  isStorableNumber,
  numberOf,
  readDecimal,
  UnstorableNumber,
} from './decimal';

/** digits × 10^scale, written in one of the ways in which people and programs write numbers. */
const written = fc
  .record({
    digits: fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }),
    scale: fc.integer({ min: -60, max: 60 }),
    negative: fc.boolean(),
    zeros: fc.nat(3),
    form: fc.constantFrom('exponent', 'plain', 'shifted'),
  })
  .map(({ digits, scale, negative, zeros, form }) => {
    const sign = negative ? '-' : '';
    const text = digits.toString();
    const value = { digits: negative ? -digits : digits, scale };
    if (form === 'exponent') return { value, literal: `${sign}${text}${'0'.repeat(zeros)}e${scale - zeros}` };
    if (form === 'shifted') {
      const point = Math.max(1, text.length - 5);
      const fraction = text.slice(point);
      const dot = fraction === '' ? '' : `.${fraction}`;
      return { value, literal: `${sign}${text.slice(0, point)}${dot}E${scale + fraction.length}` };
    }
    if (scale >= 0)
      return { value, literal: `${sign}${text}${'0'.repeat(scale)}${zeros > 0 ? `.${'0'.repeat(zeros)}` : ''}` };
    const padded = text.padStart(-scale + 1, '0');
    return { value, literal: `${sign}${padded.slice(0, scale)}.${padded.slice(scale)}${'0'.repeat(zeros)}` };
  });

/** The exact value of a canonical text, over a common scale. */
function exact(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(200 + Number(exponent) - fraction.length);
}
const reference = ({ digits, scale }: { digits: bigint; scale: number }) => digits * 10n ** BigInt(200 + scale);

describe('a decimal', () => {
  it('of up to 38 digits keeps its exact value, however it is written', () => {
    fc.assert(
      fc.property(written, ({ value, literal }) => {
        const read = readDecimal(literal);
        if (read === undefined || read === 'beyond') throw new Error(`${literal} was not read`);
        expect(exact(canonicalDecimal(read))).toBe(reference(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has one text: equal values render equally, whichever form they are kept in', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [a, b] = [Decimal.parse(one.literal), Decimal.parse(other.literal)];
        expect(a?.text === b?.text).toBe(reference(one.value) === reference(other.value));
        const read = readDecimal(one.literal);
        if (typeof read === 'number') expect(canonicalDecimal(read)).toBe(a?.text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is compared exactly', () => {
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [a, b] = [readDecimal(one.literal), readDecimal(other.literal)];
        if (a === undefined || a === 'beyond' || b === undefined || b === 'beyond') throw new Error('not read');
        const difference = reference(one.value) - reference(other.value);
        expect(Math.sign(compareDecimals(a, b))).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of at most 15 digits is a plain number, of more is not', () => {
    expect(readDecimal('123456789.012345')).toBe(123456789.012345);
    expect(readDecimal('1234567890.0123456')).toBeInstanceOf(Decimal);
    expect(readDecimal('9007199254740993')).toEqual(Decimal.parse('9007199254740993'));
  });

  it.each([
    ['0', '0'],
    ['-0.000', '0'],
    ['1e3', '1000'],
    ['1.50', '1.5'],
    ['-.5', '-0.5'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['1e38', '1E38'],
    ['0.00000001', '1E-8'],
  ])('%s is written %s', (literal, text) => {
    expect(Decimal.parse(literal)?.text).toBe(text);
  });

  it.each(['1e126', '1e-131', '123456789012345678901234567890123456789', '-1E+999999'])(
    '%s is beyond what is stored',
    (literal) => {
      expect(readDecimal(literal)).toBe('beyond');
      expect(numberOf(literal)).toEqual(new UnstorableNumber(literal));
    },
  );

  it.each(['', ' ', 'abc', '1,5', '0x10', 'NaN', 'Infinity', '1e', '--1', '1.2.3', '1_000'])(
    '%j is none',
    (literal) => {
      expect(readDecimal(literal)).toBeUndefined();
    },
  );

  it('is whole when nothing stands behind its point', () => {
    expect(['1E40', '1.5E40', '12345678901234567890'].map((text) => Decimal.parse(text)?.isWhole)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['1E-9', '12345678901234567890.5'].map((text) => Decimal.parse(text)?.isWhole)).toEqual([false, false]);
  });

  it('of a double is stored within the range of DynamoDB only', () => {
    expect([0, -0, 1e-130, 9.9e125, -1].every(isStorableNumber)).toBe(true);
    expect([NaN, Infinity, 1e126, 1e-131].some(isStorableNumber)).toBe(false);
    expect(canonicalDecimal(-0)).toBe('0');
    expect(canonicalDecimal(1e21)).toBe('1000000000000000000000');
  });
});

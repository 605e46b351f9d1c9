import fc from 'fast-check';
import { addNumbers, canonicalNumber, compareNumbers, negateNumber } from './number';

const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

/** Every decimal of the model is an integer count of 10^-140: exact, and slow. */
const MODEL_SCALE = 140;
const model = (canonical: string): bigint => {
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(MODEL_SCALE, '0'));
  return canonical.startsWith('-') ? -units : units;
};

const digits = fc.stringMatching(/^[1-9][0-9]{0,37}$/);
const number = fc
  .record({ negative: fc.boolean(), digits, exponent: fc.integer({ min: -80, max: 80 }) })
  .map(({ negative, digits: text, exponent }) => {
    const numeric = canonicalNumber(`${negative ? '-' : ''}${text}e${exponent}`);
    if ('fault' in numeric) throw new Error(numeric.fault);
    return numeric.number;
  });
const numbers = fc.oneof(number, fc.constant('0'), fc.maxSafeInteger().map(String));

describe('canonicalNumber', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['0e1000', '0'],
    ['00042', '42'],
    ['+3', '3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.0', '1'],
    ['3.1400', '3.14'],
    ['1.5E2', '150'],
    ['-17.4E-3', '-0.0174'],
    ['1e5', '100000'],
    ['9007199254740993', '9007199254740993'],
    ['0.00000000000000000000000000000000000001', '0.00000000000000000000000000000000000001'],
    ['1E-130', `0.${'0'.repeat(129)}1`],
    ['9.9999999999999999999999999999999999999E+125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalNumber(text)).toEqual({ number: canonical });
  });

  test.each([
    ['1e126', OVERFLOW],
    ['-11e125', OVERFLOW],
    ['1e-131', UNDERFLOW],
    ['0.9e-130', UNDERFLOW],
    ['1'.repeat(39), TOO_PRECISE],
    ['3.14159265358979323846264338327950288419', TOO_PRECISE],
    ['', 'The parameter cannot be converted to a numeric value'],
    ...['NaN', 'Infinity', 'dog', ' 1', '1 ', '0x1', '1e', '.', '--1', '1_0', '１'].map((text) => [
      text,
      `The parameter cannot be converted to a numeric value: ${text}`,
    ]),
  ])('%p can not be stored', (text, fault) => {
    expect(canonicalNumber(String(text))).toEqual({ fault });
  });

  test('a canonical number is its own canonical form', () => {
    fc.assert(fc.property(numbers, (text) => expect(canonicalNumber(text)).toEqual({ number: text })));
  });
});

describe('compareNumbers', () => {
  test('orders as exact decimals do', () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const [a, b] = [model(left), model(right)];
        expect(Math.sign(compareNumbers(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('tells neighbours apart that are one double', () => {
    expect(compareNumbers('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(compareNumbers('-9007199254740993', '-9007199254740992')).toBeLessThan(0);
    expect(compareNumbers('0.10000000000000000000000000000000000001', '0.1')).toBeGreaterThan(0);
  });
});

describe('addNumbers', () => {
  test('is exact, or an overflow where 38 digits do not hold the sum', () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const sum = addNumbers(left, right);
        const exact = model(left) + model(right);
        if ('number' in sum) return expect(model(sum.number)).toBe(exact);
        const significant = String(exact).replace('-', '').replace(/0+$/, '');
        expect(significant.length).toBeGreaterThan(38);
        return expect(sum.fault).toBe(OVERFLOW);
      }),
    );
  });

  test.each([
    ['0.1', '0.2', '0.3'],
    ['1', '10000000000000000000000', '10000000000000000000001'],
    ['0.5', '-0.5', '0'],
    ['999999999999999', '1', '1000000000000000'],
  ])('%s + %s = %s', (left, right, sum) => {
    expect(addNumbers(left, right)).toEqual({ number: sum });
  });

  test.each([
    [`9${'0'.repeat(125)}`, `9${'0'.repeat(125)}`],
    [`1${'0'.repeat(50)}`, '1'],
  ])('%s + %s overflows', (left, right) => {
    expect(addNumbers(left, right)).toEqual({ fault: OVERFLOW });
  });

  test('a number and its negative are nothing', () => {
    fc.assert(fc.property(numbers, (text) => expect(addNumbers(text, negateNumber(text))).toEqual({ number: '0' })));
  });
});

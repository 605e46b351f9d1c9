import * as fc from 'fast-check';
import { canonicalDecimal, Decimal } from './decimal';
import { depthOf, itemSize, unstorableAt, valueSize } from './item-size';

describe('the size of an item', () => {
  it('is that of its names and values, by the rules of DynamoDB', () => {
    // "DynamoDB item sizes and formats": UTF-8 of names and texts, 1 for a Boolean or null, 3 for a list or map and 1 an element.
    expect(itemSize({ ab: 'é' })).toBe(4);
    expect(itemSize({ a: true, b: null })).toBe(4);
    expect(itemSize({ m: { n: 'x' } })).toBe(1 + 3 + 1 + 1 + 1);
    expect(itemSize({ l: ['x', 'y'] })).toBe(1 + 3 + 2 * 2);
    expect(itemSize({ b: Uint8Array.of(1, 2, 3) })).toBe(1 + 3);
    expect(itemSize({ n: 1234, x: undefined })).toBe(1 + 3);
    expect(itemSize({ n: Decimal.parse('-12345678901234567890') })).toBe(1 + 12);
  });

  it.each([
    ['0', 1],
    ['7', 2],
    ['-7', 3],
    ['100', 2],
    ['0.001', 2],
    ['1001', 3],
    ['10.5', 3],
    ['1.5E100', 2],
    ['-1E-100', 3],
  ])('counts the significant digits of %s: %d bytes', (literal, bytes) => {
    expect(valueSize(Decimal.parse(literal))).toBe(bytes);
    expect(valueSize(Number(literal))).toBe(bytes);
  });

  it('of a number is a byte for two digits of its shortest text, one for its exponent, one for its sign', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const digits = canonicalDecimal(value)
          .replace(/E.*$/, '')
          .replace(/[-.]/g, '')
          .replace(/^0+|0+$/g, '');
        expect(valueSize(value)).toBe(Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0));
      }),
    );
  });
});

describe('the depth of a value', () => {
  it.each([
    ['text', 0],
    [Decimal.parse('1'), 0],
    [Uint8Array.of(1), 0],
    [null, 0],
    [[], 1],
    [{ a: 1 }, 1],
    [{ a: [{}] }, 3],
    [{ a: 1, b: { c: 1 } }, 2],
  ])('%j has %d levels', (value, levels) => {
    expect(depthOf(value)).toBe(levels);
  });
});

describe('a number that is not stored', () => {
  it.each([
    [NaN, ''],
    [{ a: 1, b: { c: [0, Infinity] } }, 'b.c[1]'],
    [[{ a: -1e126 }], '[0].a'],
    [{ a: 1e125, b: 'NaN', c: null, d: Decimal.parse('1E125'), e: undefined }, undefined],
  ])('in %j is found at %j', (value, path) => {
    expect(unstorableAt(value)).toBe(path);
  });
});

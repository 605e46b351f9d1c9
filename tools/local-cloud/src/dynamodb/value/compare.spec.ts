import fc from 'fast-check';
import type { AttributeValue } from './attribute-value';
import { beginsWith, compareStrings, compareValues, contains, equalValues } from './compare';

const b64 = (text: string): string => Buffer.from(text).toString('base64');

describe('compareStrings', () => {
  test('orders by UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(Math.sign(compareStrings(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
  });

  test('a supplementary character comes after every other', () => {
    expect(compareStrings('\uffff', '🐟')).toBeLessThan(0);
  });
});

describe('equalValues', () => {
  test.each<[AttributeValue, AttributeValue, boolean]>([
    [{ S: '1' }, { N: '1' }, false],
    [{ N: '1' }, { N: '1' }, true],
    [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }, true],
    [{ SS: ['a', 'b'] }, { SS: ['a', 'c'] }, false],
    [{ SS: ['1'] }, { NS: ['1'] }, false],
    [{ L: [{ S: 'a' }, { N: '1' }] }, { L: [{ S: 'a' }, { N: '1' }] }, true],
    [{ L: [{ S: 'a' }, { N: '1' }] }, { L: [{ N: '1' }, { S: 'a' }] }, false],
    [{ M: { a: { S: 'x' }, b: { NS: ['1', '2'] } } }, { M: { b: { NS: ['2', '1'] }, a: { S: 'x' } } }, true],
    [{ M: { a: { S: 'x' } } }, { M: { b: { S: 'x' } } }, false],
    [{ NULL: true }, { NULL: true }, true],
    [{ BOOL: true }, { BOOL: false }, false],
  ])('%j and %j: %p', (left, right, equal) => {
    expect(equalValues(left, right)).toBe(equal);
    expect(equalValues(right, left)).toBe(equal);
  });
});

describe('compareValues', () => {
  test('numbers by value, binaries by bytes, and no order across types', () => {
    expect(compareValues({ N: '10' }, { N: '9' })).toBeGreaterThan(0);
    expect(compareValues({ B: b64('\x7f') }, { B: Buffer.from([0x80]).toString('base64') })).toBeLessThan(0);
    expect(compareValues({ S: '1' }, { N: '2' })).toBeUndefined();
    expect(compareValues({ BOOL: false }, { BOOL: true })).toBeUndefined();
  });
});

describe('beginsWith', () => {
  test('of strings and binaries', () => {
    expect(beginsWith({ S: 'abc' }, { S: 'ab' })).toBe(true);
    expect(beginsWith({ S: 'abc' }, { S: 'b' })).toBe(false);
    expect(beginsWith({ B: b64('abc') }, { B: b64('ab') })).toBe(true);
    expect(beginsWith({ B: b64('ab') }, { B: b64('abc') })).toBe(false);
    expect(beginsWith({ S: 'abc' }, { B: b64('ab') })).toBe(false);
  });
});

describe('contains', () => {
  test.each<[AttributeValue, AttributeValue, boolean]>([
    [{ S: 'abc' }, { S: 'bc' }, true],
    [{ S: 'abc' }, { S: 'x' }, false],
    [{ SS: ['a', 'b'] }, { S: 'b' }, true],
    [{ SS: ['ab'] }, { S: 'a' }, false],
    [{ NS: ['1', '2'] }, { N: '2' }, true],
    [{ NS: ['1', '2'] }, { S: '2' }, false],
    [{ BS: [b64('a')] }, { B: b64('a') }, true],
    [{ B: b64('abc') }, { B: b64('bc') }, true],
    [{ L: [{ M: { a: { N: '1' } } }] }, { M: { a: { N: '1' } } }, true],
    [{ L: [{ S: 'abc' }] }, { S: 'ab' }, false],
    [{ M: { a: { S: 'x' } } }, { S: 'a' }, false],
    [{ N: '12' }, { N: '1' }, false],
  ])('%j contains %j: %p', (value, part, expected) => {
    expect(contains(value, part)).toBe(expected);
  });
});

import type { AttributeValue } from './attribute-value';
import { binaryLength, itemSize, nestingDepth, valueSize } from './size';

describe('valueSize', () => {
  test.each<[AttributeValue, number]>([
    [{ S: '' }, 0],
    [{ S: 'abc' }, 3],
    [{ S: 'ż🐟' }, 6],
    [{ N: '0' }, 1],
    [{ N: '1' }, 2],
    [{ N: '-1' }, 3],
    [{ N: '100' }, 2],
    [{ N: '12345' }, 4],
    [{ N: '0.5' }, 2],
    [{ B: Buffer.alloc(5).toString('base64') }, 5],
    [{ BOOL: true }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['a', 'bc'] }, 3],
    [{ NS: ['1', '0'] }, 3],
    [{ BS: [Buffer.alloc(2).toString('base64')] }, 2],
    [{ L: [] }, 3],
    [{ L: [{ S: 'abc' }, { BOOL: true }] }, 9],
    [{ M: {} }, 3],
    [{ M: { ab: { S: 'c' } } }, 7],
  ])('%j is %d bytes', (value, bytes) => {
    expect(valueSize(value)).toBe(bytes);
  });

  test('a number is never more than 21 bytes', () => {
    expect(valueSize({ N: `-${'1'.repeat(38)}` })).toBeLessThanOrEqual(21);
  });
});

test('itemSize counts names, in UTF-8', () => {
  expect(itemSize({ id: { S: 'abc' }, ż: { BOOL: true } })).toBe(2 + 3 + 2 + 1);
});

test('binaryLength counts what base64 stands for', () => {
  for (let length = 0; length < 10; length++)
    expect(binaryLength(Buffer.alloc(length).toString('base64'))).toBe(length);
});

test('nestingDepth counts the levels of a document', () => {
  expect(nestingDepth({ S: 'a' })).toBe(1);
  expect(nestingDepth({ L: [] })).toBe(1);
  expect(nestingDepth({ M: { a: { S: 'x' }, b: { L: [{ N: '1' }] } } })).toBe(3);
});

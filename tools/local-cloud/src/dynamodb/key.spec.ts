import { checkIndexKeys, checkItemKey, checkKey, encodeKey } from './key';
import { defineTable, type KeySchema } from './table-definition';
import { itemsTable } from './testing/served-dynamodb';
import type { Item } from './value/attribute-value';

const keys: KeySchema = { partition: { name: 'pk', type: 'B' }, sort: { name: 'sk', type: 'N' } };
const B = Buffer.from('a').toString('base64');
const long = (bytes: number): string => Buffer.alloc(bytes).toString('base64');

describe('checkKey', () => {
  test.each<[string, Item]>([
    ['The provided key element does not match the schema', { pk: { B } }],
    ['The provided key element does not match the schema', { pk: { B }, sk: { N: '1' }, more: { N: '1' } }],
    ['The provided key element does not match the schema', { pk: { B }, other: { N: '1' } }],
    ['The provided key element does not match the schema', { pk: { B }, sk: { S: '1' } }],
    [
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty binary value. Key: pk',
      { pk: { B: '' }, sk: { N: '1' } },
    ],
    [
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
      { pk: { B: long(2049) }, sk: { N: '1' } },
    ],
  ])('%s', (message, key) => {
    expect(() => checkKey(keys, key)).toThrow(new Error(message));
  });

  test('the largest keys', () => {
    const sorted: KeySchema = { partition: keys.partition, sort: { name: 'sk', type: 'S' } };
    expect(() => checkKey(sorted, { pk: { B: long(2048) }, sk: { S: 'ż'.repeat(512) } })).not.toThrow();
    expect(() => checkKey(sorted, { pk: { B }, sk: { S: 'ż'.repeat(513) } })).toThrow(
      'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  });
});

test('checkItemKey names the attribute', () => {
  expect(() => checkItemKey(keys, { pk: { B }, more: { S: 'x' } })).toThrow('Missing the key sk in the item');
  expect(() => checkItemKey(keys, { pk: { S: 'a' }, sk: { N: '1' } })).toThrow(
    'Type mismatch for key pk expected: B actual: S',
  );
});

test('checkIndexKeys lets keys of indexes be missing, and nothing else', () => {
  const definition = defineTable(itemsTable);
  expect(() => checkIndexKeys(definition, {})).not.toThrow();
  expect(() => checkIndexKeys(definition, { gsk: { S: '1' } })).toThrow(
    'Type mismatch for Index Key gsk Expected: N Actual: S IndexName: all-index',
  );
  expect(() => checkIndexKeys(definition, { gpk: { S: '' } })).toThrow('IndexName: keys-index, IndexKey: gpk');
});

test('encodeKey takes the key attributes and no others', () => {
  expect(encodeKey(keys, { more: { S: 'x' }, sk: { N: '1' }, pk: { B } })).toBe('61\0\0' + '22001\0\0');
  expect(encodeKey({ ...keys, sort: undefined }, { pk: { B } })).toBe('61\0\0');
});

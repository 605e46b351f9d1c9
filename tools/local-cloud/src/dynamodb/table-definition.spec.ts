import { defineTable, keyNames, type TableProperties } from './table-definition';
import { itemsTable } from './testing/served-dynamodb';

describe('defineTable', () => {
  test('knows keys with their types, and what each index projects', () => {
    const { keys, indexes, stream } = defineTable(itemsTable);
    expect(keys).toEqual({ partition: { name: 'pk', type: 'S' }, sort: { name: 'sk', type: 'S' } });
    expect(indexes.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['keys-index', ['pk', 'sk', 'gpk']],
      ['all-index', undefined],
    ]);
    expect(keyNames(indexes[1]!.keys)).toEqual(['gpk', 'gsk']);
    expect(stream).toBe('NEW_AND_OLD_IMAGES');
  });

  test.each<[string, Partial<TableProperties>, string]>([
    [
      'a key attribute without a type',
      { attributeDefinitions: [{ name: 'pk', type: 'S' }] },
      "Table 'items': the key attribute 'sk' has no AttributeDefinition. Declare its type.",
    ],
    [
      'a key of more than two attributes',
      { keySchema: [...itemsTable.keySchema, { attributeName: 'gsk', keyType: 'RANGE' }] },
      "Table 'items': a key of one HASH and at most one RANGE attribute is emulated, and no other.",
    ],
    [
      'an unknown view of the stream',
      { streamViewType: 'EVERYTHING' },
      "Table 'items': 'EVERYTHING' is no view type of a stream. Use one of NEW_AND_OLD_IMAGES, NEW_IMAGE, OLD_IMAGE, KEYS_ONLY.",
    ],
  ])('refuses %s', (_what, properties, message) => {
    expect(() => defineTable({ ...itemsTable, ...properties })).toThrow(message);
  });
});

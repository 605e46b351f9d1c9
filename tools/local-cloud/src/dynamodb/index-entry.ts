import type { StoreWrite } from '../store/store';
import { encodeKey } from './key';
import type { Table } from './table';
import { keyNames, type IndexDefinition } from './table-definition';
import { attributeOf, pickAttributes, type Item } from './value/attribute-value';

/** What an index has of an item. */
export interface IndexEntry {
  /** Below the index's prefix: the index's key, then the item's own, which makes it unique. */
  readonly key: string;
  readonly item: Item;
}

/** The entry of an item in an index; undefined for an item without the index's key attributes. */
export function indexEntry(index: IndexDefinition, table: Table, item: Item): IndexEntry | undefined {
  if (keyNames(index.keys).some((name) => attributeOf(item, name) === undefined)) return undefined;
  return {
    key: encodeKey(index.keys, item) + encodeKey(table.definition.keys, item),
    item: index.attributes === undefined ? item : pickAttributes(item, index.attributes),
  };
}

/** What changes in a table's indexes when an item does. */
export function indexWrites(table: Table, before: Item | undefined, after: Item | undefined): StoreWrite[] {
  const writes: StoreWrite[] = [];
  for (const index of table.definition.indexes) {
    const prefix = table.places.index(index.name);
    const old = before && indexEntry(index, table, before);
    const entry = after && indexEntry(index, table, after);
    if (old !== undefined && old.key !== entry?.key) writes.push({ type: 'delete', key: prefix + old.key });
    if (entry !== undefined) {
      writes.push({ type: 'put', key: prefix + entry.key, value: Buffer.from(JSON.stringify(entry.item)) });
    }
  }
  return writes;
}

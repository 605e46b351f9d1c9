import { indexEntry } from './index-entry';
import type { Table } from './table';
import type { Item } from './value/attribute-value';
import { itemSize } from './value/size';

/** Bytes of one write unit and of one read unit. (Developer Guide, "DynamoDB read and write operations".) */
const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/** Units consumed on a table itself and on each of its indexes that was touched. */
export interface Units {
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}

export type CapacityDetail = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

const writeUnits = (...sizes: readonly number[]): number =>
  Math.max(1, Math.ceil(Math.max(...sizes) / WRITE_UNIT_BYTES));

/**
 * Units of a write: by the larger of the item before and after; on an index one write where an entry appears, goes or
 * changes, two where its key changes, none where the entry stays what it was.
 */
export function writeCapacity(table: Table, before: Item | undefined, after: Item | undefined, factor = 1): Units {
  const size = (item: Item | undefined): number => (item === undefined ? 0 : itemSize(item));
  const indexes: Record<string, number> = {};
  for (const index of table.definition.indexes) {
    const old = before && indexEntry(index, table, before);
    const entry = after && indexEntry(index, table, after);
    let units = 0;
    if (old?.key !== entry?.key) {
      if (old !== undefined) units += writeUnits(size(old.item));
      if (entry !== undefined) units += writeUnits(size(entry.item));
    } else if (old !== undefined && entry !== undefined && JSON.stringify(old.item) !== JSON.stringify(entry.item)) {
      units = writeUnits(size(old.item), size(entry.item));
    }
    if (units > 0) indexes[index.name] = units * factor;
  }
  return { table: writeUnits(size(before), size(after)) * factor, indexes };
}

/** Units of a read of so many bytes: half a unit per 4 KB, rounded up, or a whole one if it is consistent. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (consistent ? 1 : 0.5);
}

export const noUnits: Units = { table: 0, indexes: {} };

export function addUnits(left: Units, right: Units): Units {
  const indexes = { ...left.indexes };
  for (const name in right.indexes) indexes[name] = (indexes[name] ?? 0) + (right.indexes[name] ?? 0);
  return { table: left.table + right.table, indexes };
}

/** `ConsumedCapacity` as the client asked for it: nothing, the total, or by table and index. */
export function consumedCapacity(
  detail: CapacityDetail,
  table: string,
  units: Units,
  kind?: 'ReadCapacityUnits' | 'WriteCapacityUnits',
): object | undefined {
  if (detail === undefined || detail === 'NONE') return undefined;
  const of = (amount: number): object => ({ CapacityUnits: amount, ...(kind && { [kind]: amount }) });
  const names = Object.keys(units.indexes);
  const total = names.reduce((sum, name) => sum + (units.indexes[name] ?? 0), units.table);
  const summary = { TableName: table, ...of(total) };
  if (detail === 'TOTAL') return summary;
  const indexes = Object.fromEntries(names.map((name) => [name, of(units.indexes[name] ?? 0)]));
  return {
    ...summary,
    Table: of(units.table),
    ...(names.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

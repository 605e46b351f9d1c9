import { itemSize } from '@pipeline/record-schema';

/**
 * Write units of one write, by where they are billed. AWS calls those of a replicated table replicated units and those of its
 * index plain ones; they cost the same (Amazon DynamoDB, "Understanding billing for global tables").
 */
export interface WriteUnits {
  /** In the region that writes. */
  readonly home: number;
  /** In the other region, whose replica gets the same. */
  readonly replicated: number;
}

/** A write unit is 1 KB, begun kilobytes counting whole (Amazon DynamoDB, "Capacity unit consumption for write operations"). */
const units = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1_024));

/** The index keeps keys only: the table's and its own. */
const indexUnits = ({ recordId, timestamp, statusShard }: Keys): number =>
  units(itemSize({ recordId, timestamp, statusShard }));

interface Keys {
  readonly recordId: string;
  readonly timestamp: string;
  readonly statusShard: string;
}
type Item = Keys & object;

const inBothRegions = (home: number): WriteUnits => ({ home, replicated: home });
const atHome = (home: number): WriteUnits => ({ home, replicated: 0 });
export const sum = (...parts: readonly WriteUnits[]): WriteUnits => ({
  home: parts.reduce((total, { home }) => total + home, 0),
  replicated: parts.reduce((total, { replicated }) => total + replicated, 0),
});

/** A new item: the item and its entry in the index. */
export const insert = (item: Item): WriteUnits => inBothRegions(units(itemSize(item)) + indexUnits(item));

/** Over an item under the same index key: no entry is written. The larger of both counts. */
export const overwrite = (before: object, after: object): WriteUnits =>
  inBothRegions(units(Math.max(itemSize(before), itemSize(after))));

/** Another index key: the old entry is deleted and the new one put. */
export const overwriteMoved = (before: Item, after: Item): WriteUnits =>
  sum(overwrite(before, after), inBothRegions(indexUnits(before) + indexUnits(after)));

/** A condition that fails is billed by the item that stands, and reaches no other region. */
export const refused = (standing: object): WriteUnits => atHome(units(itemSize(standing)));

import type { Store } from '../store/store';
import { StoredItem } from './stored-item';
import type { Table } from './table';
import type { IndexDefinition } from './table-definition';
import type { Item } from './value/attribute-value';
import { firstPart } from './value/key-encoding';
import { itemSize } from './value/size';

/** What one Query or Scan reads at most, before it filters. (Developer Guide, "Paginating table query results".) */
export const MAX_PAGE_BYTES = 1024 * 1024;

export interface PageRequest {
  /** Store keys, the table's or index's prefix included. */
  readonly from: string;
  readonly to: string;
  readonly prefix: string;
  readonly reverse: boolean;
  readonly limit: number | undefined;
  /** Only the partitions of one segment of several. */
  readonly segment: { readonly number: number; readonly of: number } | undefined;
  readonly accepts: (item: Item) => boolean;
}

export interface Page {
  /** The items that the filter accepted. */
  readonly items: readonly Item[];
  readonly scanned: number;
  /** Of all items scanned. */
  readonly bytes: number;
  /** The last item scanned, if there may be more after it. */
  readonly last: Item | undefined;
}

/** Which segment a partition is in: FNV-1a over the characters of its key. */
export function segmentOf(partition: string, segments: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < partition.length; i++) hash = Math.imul(hash ^ partition.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % segments;
}

/** Reads one page of a table or of an index, in key order. */
export async function readPage(store: Store, index: IndexDefinition | undefined, request: PageRequest): Promise<Page> {
  const { from, to, prefix, reverse, limit, segment, accepts } = request;
  const items: Item[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Item | undefined;
  if (!isBefore(from, to)) return { items, scanned, bytes, last };
  const most = limit === undefined || segment !== undefined ? {} : { limit };
  for await (const [key, value] of store.range({ from, to, reverse, ...most })) {
    if (segment && segmentOf(firstPart(key.slice(prefix.length)), segment.of) !== segment.number) continue;
    const item =
      index === undefined ? StoredItem.decode(value).item : (JSON.parse(Buffer.from(value).toString()) as Item);
    const size = itemSize(item);
    if (scanned > 0 && bytes + size > MAX_PAGE_BYTES) return { items, scanned, bytes, last };
    scanned++;
    bytes += size;
    last = item;
    if (accepts(item)) items.push(item);
    if (scanned === limit) return { items, scanned, bytes, last };
  }
  return { items, scanned, bytes, last: undefined };
}

/** Whether a range of store keys can have a key in it. */
function isBefore(from: string, to: string): boolean {
  return Buffer.compare(Buffer.from(from), Buffer.from(to)) < 0;
}

/** The parts of an index's or a table's place in the store that a page is read from. */
export function prefixOf(table: Table, index: IndexDefinition | undefined): string {
  return index === undefined ? table.places.items : table.places.index(index.name);
}

import { type IndexPosition, readIndexCursor, writeIndexCursor } from './cursor';
import type { ItemKey, Ports, StoredItem } from './ports';
import { entriesOf, FIRST_INSTANT, type IndexEntry, LAST_INSTANT } from './status-index';

/** What callers ask of a listing. */
export interface Question {
  readonly status: string;
  readonly dataset?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface PageOptions extends Question {
  readonly limit?: number;
  readonly cursor?: string;
}

export interface IndexShown<V> {
  readonly shown: readonly V[];
  readonly next?: string;
}

const USUAL_LIMIT = 25;
/** Entries that a request looks at: one that finds little ends with a cursor, and not with a time-out. */
const MAX_LOOKED_AT = 2_000;

const keyText = ({ recordId, timestamp }: ItemKey): string => `${timestamp}\n${recordId}`;

/** One page of a listing: entries of the index, and the items of those that may be shown. */
export async function indexPage<V>(
  { status, dataset, from, to, limit = USUAL_LIMIT, cursor }: PageOptions,
  { table, environment }: Ports,
  mayShow: (entry: ItemKey) => boolean,
  view: (item: StoredItem) => V | undefined | Promise<V | undefined>,
): Promise<IndexShown<V>> {
  const question = [status, dataset ?? '', from ?? '', to ?? ''];
  const entries = entriesOf(table, {
    status,
    shardCount: environment.STATUS_SHARDS,
    from: from ?? FIRST_INSTANT,
    before: to ?? LAST_INSTANT,
    ...(cursor === undefined ? {} : { after: readIndexCursor(question, cursor) }),
    // Twice a shard's share: most pages need one query of each.
    pageSize: Math.max(4, Math.ceil((2 * limit) / environment.STATUS_SHARDS)),
  });

  const shown: V[] = [];
  let last: IndexPosition | undefined;
  let lookedAt = 0;
  let ended = false;
  while (!ended && shown.length < limit && lookedAt < MAX_LOOKED_AT) {
    const wanted: IndexEntry[] = [];
    while (wanted.length < limit - shown.length && lookedAt < MAX_LOOKED_AT) {
      const entry = (await entries.next()).value as IndexEntry | undefined;
      if (entry === undefined) {
        ended = true;
        break;
      }
      lookedAt += 1;
      last = { shard: entry.shard, timestamp: entry.timestamp, recordId: entry.recordId };
      if (mayShow(entry)) wanted.push(entry);
    }
    const items = new Map(
      (await table.getAll(wanted)).map((item) => [
        keyText({ recordId: item['recordId']?.S ?? '', timestamp: item['timestamp']?.S ?? '' }),
        item,
      ]),
    );
    const seen = await Promise.all(
      wanted.map((entry) => {
        const item = items.get(keyText(entry));
        return item && view(item);
      }),
    );
    for (const one of seen) if (one !== undefined) shown.push(one);
  }
  return { shown, ...(ended || last === undefined ? {} : { next: writeIndexCursor(question, last) }) };
}

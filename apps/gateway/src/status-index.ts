import type { IndexPosition } from './cursor';
import type { ItemKey, Table } from './ports';

export interface IndexWindow {
  readonly status: string;
  readonly shardCount: number;
  /** Sort keys from this on, and before that. */
  readonly from: string;
  readonly before: string;
  readonly after?: IndexPosition;
  /** Entries of a shard that are fetched at once. */
  readonly pageSize: number;
}

export interface IndexEntry extends ItemKey {
  readonly shard: number;
}

/** Sorts directly behind a text. */
const next = (text: string): string => `${text}\u0000`;

/** Before and behind everything that begins with a year. */
export const FIRST_INSTANT = '0';
export const LAST_INSTANT = ':';

/**
 * Entries of one status, of all its shards, in the order (timestamp, shard, the shard's own). Shards are read side by
 * side, each only as far as the merge has come.
 */
export async function* entriesOf(table: Pick<Table, 'queryIndex'>, window: IndexWindow): AsyncGenerator<IndexEntry> {
  const shards = Array.from({ length: window.shardCount }, (_, shard) => entriesOfShard(table, window, shard));
  const heads = await Promise.all(
    shards.map(async (entries) => (await entries.next()).value as IndexEntry | undefined),
  );
  for (;;) {
    let least: IndexEntry | undefined;
    for (const head of heads) if (head && (!least || head.timestamp < least.timestamp)) least = head;
    if (!least) return;
    yield least;
    heads[least.shard] = (await shards[least.shard]?.next())?.value as IndexEntry | undefined;
  }
}

async function* entriesOfShard(
  table: Pick<Table, 'queryIndex'>,
  { status, from, before, after, pageSize }: IndexWindow,
  shard: number,
): AsyncGenerator<IndexEntry, undefined> {
  // Shards before that of the position have shown all of its instant, shards behind it nothing of it.
  const first = after === undefined ? from : shard < after.shard ? next(after.timestamp) : after.timestamp;
  let behind: ItemKey | undefined =
    after?.shard === shard ? { recordId: after.recordId, timestamp: after.timestamp } : undefined;
  for (;;) {
    if (first > before) return undefined;
    const page = await table.queryIndex({
      statusShard: `${status}#${shard}`,
      from: first,
      to: before,
      ...(behind ? { after: behind } : {}),
      limit: pageSize,
    });
    for (const key of page.keys) {
      if (key.timestamp >= before) return undefined;
      yield { ...key, shard };
    }
    behind = page.last;
    if (behind === undefined) return undefined;
  }
}

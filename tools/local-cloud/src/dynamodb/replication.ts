import type { Store } from '../store/store';
import type { Change } from './change-log';
import type { Committer } from './commit';
import { compareTimestamps } from './hybrid-clock';
import { encodeKey } from './key';
import { StoredItem } from './stored-item';
import type { Table } from './table';
import { keyNames } from './table-definition';
import { pickAttributes } from './value/attribute-value';
import { afterPrefix } from './value/key-encoding';

/** What of another region's change is needed to make it here. */
export type ReplicatedChange = Pick<Change, 'keys' | 'after' | 'timestamp' | 'expired'>;

/**
 * Makes a change of another region here, if it is the last writer's: later, by timestamp and then by region, than the
 * last write of the item, or its last delete, in this region. Applying it again, or late, changes nothing. Resolves,
 * when what was decided is durable, with whether it was the last writer's.
 */
export async function applyReplicated(committer: Committer, table: Table, change: ReplicatedChange): Promise<boolean> {
  const key = encodeKey(table.definition.keys, change.keys);
  const before = committer.read(table, key);
  const last = before?.timestamp ?? committer.tombstone(table, key);
  if (last !== undefined && compareTimestamps(change.timestamp, last) <= 0) {
    await committer.settled(table, key);
    return false;
  }
  const { keys, after, timestamp, expired } = change;
  await committer.commit([{ table, key, before, after, timestamp, keys, expired }]);
  return true;
}

/**
 * All that a table is now, as changes that make a replica equal to it: the deletes that are remembered, then the items.
 * Both carry the timestamps of their last writes, wherever those were made.
 */
export async function* snapshot(store: Store, table: Table): AsyncGenerator<ReplicatedChange> {
  const { tombstones, items } = table.places;
  for await (const [, value] of store.range({ from: tombstones, to: afterPrefix(tombstones) })) {
    const { timestamp, item } = StoredItem.decode(value);
    yield { keys: item, timestamp, expired: false };
  }
  const names = keyNames(table.definition.keys);
  for await (const [, value] of store.range({ from: items, to: afterPrefix(items) })) {
    const { timestamp, item } = StoredItem.decode(value);
    yield { keys: pickAttributes(item, names), after: item, timestamp, expired: false };
  }
}

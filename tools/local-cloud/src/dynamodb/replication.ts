import type { Change } from './change-log';
import type { Committer } from './commit';
import { compareTimestamps } from './hybrid-clock';
import { encodeKey } from './key';
import type { Table } from './table';

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
  const { after, timestamp, expired } = change;
  await committer.commit([{ table, key, before, after, timestamp, expired }]);
  return true;
}

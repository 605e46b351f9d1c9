import type { Store, StoreWrite } from '../store/store';
import { encodeChange, type ChangeLog } from './change-log';
import type { HybridClock, Timestamp } from './hybrid-clock';
import { indexWrites } from './index-entry';
import { encodeStored, StoredItem } from './stored-item';
import type { Position, Table } from './table';
import { keyNames } from './table-definition';
import { pickAttributes, type Item } from './value/attribute-value';
import { equalItems } from './value/compare';
import { itemSize } from './value/size';

/** One item's way from what it was to what it shall be, decided in this turn of the event loop. */
export interface ItemWrite {
  readonly table: Table;
  /** Its encoded key. */
  readonly key: string;
  readonly before: StoredItem | undefined;
  /** Undefined: the item is deleted. */
  readonly after: Item | undefined;
  /** Of a write made in another region; a write of our own gets the next one of the clock. */
  readonly timestamp?: Timestamp;
  readonly expired?: boolean;
}

export interface Committer {
  read(table: Table, key: string): StoredItem | undefined;
  /** The timestamp of the delete of an item that is not there, if it is remembered. */
  tombstone(table: Table, key: string): Timestamp | undefined;
  /**
   * Commits writes of distinct items, all or none: items, index entries, changes, sequence numbers and whatever more.
   * Resolves when they are durable. A write that changes nothing is none: no change is logged, as at AWS.
   */
  commit(writes: readonly ItemWrite[], more?: readonly StoreWrite[]): Promise<void>;
  /**
   * Resolves when the last write of an item is durable. Whoever answers from what `read` saw waits for this first:
   * an answer must not be undone by a crash.
   */
  settled(table: Table, key: string): Promise<void>;
  /** Resolves when everything committed so far is durable: for answers from what a range of the store showed. */
  allSettled(): Promise<void>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: HybridClock;
  readonly changes: ChangeLog;
  readonly now: () => number;
}

export function createCommitter({ store, clock, changes, now }: Dependencies): Committer {
  /** Commits on their way to the disk, by the store key of the item. */
  const inFlight = new Map<string, Promise<void>>();
  /** The store makes commits durable in their order: when the newest is, all are. */
  let newest: Promise<void> = Promise.resolve();

  const tombstone = (table: Table, key: string): Timestamp | undefined => {
    const bytes = store.get(table.places.tombstones + key);
    return bytes && StoredItem.decode(bytes).timestamp;
  };

  const writesOf = (write: ItemWrite, json: string | undefined): StoreWrite[] => {
    const { table, key, before, after } = write;
    const { places } = table;
    // Later than the item's last write, whatever that write's clock was.
    const last = before?.timestamp ?? tombstone(table, key);
    if (last !== undefined) clock.observe(last);
    if (write.timestamp !== undefined) clock.observe(write.timestamp);
    const timestamp = write.timestamp ?? clock.next();
    const sequence = table.position.sequence + 1;
    table.position = {
      ...table.position,
      sequence,
      clock: clock.latest,
      items: table.position.items + (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
      bytes: table.position.bytes + (after ? itemSize(after) : 0) - (before ? itemSize(before.item) : 0),
    };
    const change = encodeChange({
      sequence,
      type: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      at: now(),
      keys: pickAttributes(after ?? before?.item ?? {}, keyNames(table.definition.keys)),
      timestamp,
      replicated: write.timestamp !== undefined,
      expired: write.expired ?? false,
      before: before?.json,
      after: json,
    });
    const writes = indexWrites(table, before?.item, after);
    writes.push({ type: 'put', key: places.change(sequence), value: change });
    if (json !== undefined) {
      writes.push({ type: 'put', key: places.items + key, value: encodeStored(timestamp, json) });
      if (before === undefined && last !== undefined) writes.push({ type: 'delete', key: places.tombstones + key });
    } else {
      writes.push({ type: 'delete', key: places.items + key });
      writes.push({ type: 'put', key: places.tombstones + key, value: encodeStored(timestamp, '') });
    }
    return writes;
  };

  /** The same content again: only a replicated write's timestamp is worth keeping. */
  const unchanged = (write: ItemWrite, json: string): StoreWrite[] => {
    const { table, key, timestamp } = write;
    if (timestamp === undefined) return [];
    clock.observe(timestamp);
    return [{ type: 'put', key: table.places.items + key, value: encodeStored(timestamp, json) }];
  };

  /** The delete of what is not there: one made elsewhere is remembered, so that an older write still on its way loses. */
  const absent = ({ table, key, timestamp }: ItemWrite): StoreWrite[] => {
    if (timestamp === undefined) return [];
    clock.observe(timestamp);
    return [{ type: 'put', key: table.places.tombstones + key, value: encodeStored(timestamp, '') }];
  };

  const settled = async (table: Table, key: string): Promise<void> => {
    const pending = inFlight.get(table.places.items + key);
    if (pending !== undefined) await pending;
  };

  const track = (keys: readonly string[], durable: Promise<void>): void => {
    newest = durable;
    for (const key of keys) inFlight.set(key, durable);
    const done = (): void => {
      for (const key of keys) if (inFlight.get(key) === durable) inFlight.delete(key);
    };
    durable.then(done, done);
  };

  return {
    read(table, key) {
      const bytes = store.get(table.places.items + key);
      return bytes && StoredItem.decode(bytes);
    },

    tombstone,

    async commit(writes, more = []) {
      const batch: StoreWrite[] = [...more];
      const changed = new Map<Table, Position>();
      for (const write of writes) {
        const { before, after } = write;
        if (before === undefined && after === undefined) {
          batch.push(...absent(write));
          continue;
        }
        const json = after && JSON.stringify(after);
        const same = before && after && (before.json === json || equalItems(before.item, after));
        if (same === true) {
          batch.push(...unchanged(write, before.json));
        } else {
          batch.push(...writesOf(write, json));
          changed.set(write.table, write.table.position);
        }
      }
      for (const [{ places }, position] of changed) {
        batch.push({ type: 'put', key: places.position, value: Buffer.from(JSON.stringify(position)) });
      }
      if (batch.length === 0) {
        // What is there unchanged must be durable before anybody is told so.
        await Promise.all(writes.map(({ table, key }) => settled(table, key)));
        return;
      }
      const durable = store.commit(batch);
      track(
        writes.map(({ table, key }) => table.places.items + key),
        durable,
      );
      await durable;
      for (const [table, { sequence }] of changed) changes.committed(table, sequence);
    },

    settled,
    allSettled: () => newest,
  };
}

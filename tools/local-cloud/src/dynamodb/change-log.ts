import type { Store } from '../store/store';
import type { Timestamp } from './hybrid-clock';
import { StoredItem } from './stored-item';
import type { Table } from './table';
import type { Item } from './value/attribute-value';
import { afterPrefix } from './value/key-encoding';

/** One change of one item, as streams show it and as replication sends it. */
export interface Change {
  /** Of this table in this region: 1, 2, 3 … without a gap. */
  readonly sequence: number;
  readonly type: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** When it was committed here, milliseconds since the epoch. */
  readonly at: number;
  readonly keys: Item;
  readonly before?: Item;
  readonly after?: Item;
  /** When and where the write was made: what decides between concurrent ones. */
  readonly timestamp: Timestamp;
  /** It was made in another region. */
  readonly replicated: boolean;
  /** It was not a client's delete: the item's time to live had ended. */
  readonly expired: boolean;
}

/** A change whose images are still JSON text, so that a commit serialises an item only once. */
export interface ChangeText extends Omit<Change, 'before' | 'after'> {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** How a change that was made in another region begins, so that it is known without being parsed. */
const REPLICATED = '{"replicated":true';

export function encodeChange({ before, after, replicated, ...others }: ChangeText): Uint8Array {
  const rest = { replicated, ...others };
  const images = (before === undefined ? '' : `,"before":${before}`) + (after === undefined ? '' : `,"after":${after}`);
  return Buffer.from(`${JSON.stringify(rest).slice(0, -1)}${images}}`);
}

export function decodeChange(bytes: Uint8Array): Change {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Change;
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(text.length, bytes.byteLength)).toString('latin1') === text;

/** Changes read, or removed, at a time. */
const BATCH = 500;

export interface ChangeLog {
  /** Wakes those who follow a table: its changes up to this sequence number are durable now. */
  committed(table: Table, sequence: number): void;
  /**
   * Changes from a sequence number on, at most so many, and only durable ones: what a reader passed on, a crash must
   * not undo.
   */
  read(table: Table, from: number, limit: number): AsyncIterable<Change>;
  /** The same of the changes that were made in this region; in the place of each other one it gives undefined. */
  readOwn(table: Table, from: number, limit: number): AsyncIterable<Change | undefined>;
  /** Resolves when the change with this sequence number is durable, or when the signal aborts. */
  arrival(table: Table, sequence: number, signal: AbortSignal): Promise<void>;
  /**
   * Follows a table: the changes from a sequence number on, those to come included, until the signal aborts.
   * @throws RangeError if the first of them was trimmed.
   */
  follow(table: Table, from: number, signal: AbortSignal): AsyncIterable<Change>;
  /**
   * Removes changes and tombstones older than an instant (ms since the epoch) that nobody needs any more.
   * @returns how many changes
   */
  trim(table: Table, before: number, needed?: Needed): Promise<number>;
}

/** What of a table's history another region still needs, however old it is. */
export interface Needed {
  /** Changes from this sequence number on. */
  readonly changesFrom: number;
  /** Deletes from this instant on, milliseconds since the epoch: an older write may still arrive. */
  readonly tombstonesFrom: number;
}

const NOTHING: Needed = { changesFrom: Infinity, tombstonesFrom: Infinity };

export function createChangeLog(store: Store): ChangeLog {
  const sleepers = new Map<Table, Set<() => void>>();

  const arrival = async (table: Table, sequence: number, signal: AbortSignal): Promise<void> => {
    const waiting = sleepers.get(table) ?? new Set();
    sleepers.set(table, waiting);
    while (table.durableSequence < sequence && !signal.aborted) {
      await new Promise<void>((wake) => {
        const awake = (): void => {
          waiting.delete(awake);
          signal.removeEventListener('abort', awake);
          wake();
        };
        waiting.add(awake);
        signal.addEventListener('abort', awake);
      });
    }
  };

  async function* readBytes(table: Table, from: number, limit: number): AsyncGenerator<Uint8Array> {
    const { change } = table.places;
    const last = Math.min(table.durableSequence, from + limit - 1);
    if (last < from) return;
    for await (const [, value] of store.range({ from: change(from), to: change(last + 1) })) yield value;
  }

  async function* read(table: Table, from: number, limit: number): AsyncGenerator<Change> {
    for await (const bytes of readBytes(table, from, limit)) yield decodeChange(bytes);
  }

  return {
    committed(table, sequence) {
      table.durableSequence = Math.max(table.durableSequence, sequence);
      for (const wake of sleepers.get(table) ?? []) wake();
    },

    read,
    arrival,

    async *readOwn(table, from, limit) {
      for await (const bytes of readBytes(table, from, limit)) {
        yield startsWith(bytes, REPLICATED) ? undefined : decodeChange(bytes);
      }
    },

    async *follow(table, from, signal) {
      if (from <= table.position.trimmed) {
        throw new RangeError(
          `Change ${from} of table '${table.definition.name}' was trimmed; the oldest kept is ${table.position.trimmed + 1}. Start there, after a comparison of the tables.`,
        );
      }
      let next = from;
      while (!signal.aborted) {
        for await (const change of read(table, next, BATCH)) {
          if (signal.aborted) return;
          next = change.sequence + 1;
          yield change;
        }
        await arrival(table, next, signal);
      }
    },

    async trim(table, before, { changesFrom, tombstonesFrom } = NOTHING) {
      const first = table.position.trimmed + 1;
      const { change, position, tombstones } = table.places;
      for (let done = false; !done;) {
        const old: Change[] = [];
        for await (const each of read(table, table.position.trimmed + 1, BATCH)) {
          if (each.at >= before || each.sequence >= changesFrom) break;
          old.push(each);
        }
        done = old.length < BATCH;
        const newest = old.at(-1);
        if (newest === undefined) break;
        table.position = { ...table.position, trimmed: newest.sequence };
        await store.commit([
          ...old.map(({ sequence }) => ({ type: 'delete' as const, key: change(sequence) })),
          { type: 'put', key: position, value: Buffer.from(JSON.stringify(table.position)) },
        ]);
      }
      const forgotten: string[] = [];
      for await (const [key, value] of store.range({ from: tombstones, to: afterPrefix(tombstones) })) {
        if (StoredItem.decode(value).timestamp.ms < Math.min(before, tombstonesFrom)) forgotten.push(key);
      }
      if (forgotten.length > 0) await store.commit(forgotten.map((key) => ({ type: 'delete', key })));
      return table.position.trimmed + 1 - first;
    },
  };
}

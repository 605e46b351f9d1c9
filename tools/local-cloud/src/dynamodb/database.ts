import { randomUUID } from 'node:crypto';
import type { Store, StoreWrite } from '../store/store';
import { createChangeLog, type ChangeLog } from './change-log';
import { createCommitter, type Committer } from './commit';
import { ResourceNotFound } from './fault';
import { createHybridClock } from './hybrid-clock';
import { indexEntry } from './index-entry';
import { StoredItem } from './stored-item';
import { placesOf, type Position, type Table, type TableRecord } from './table';
import { defineTable, type IndexDefinition, type TableDefinition, type TableProperties } from './table-definition';
import { type Access, createThrottles, type Throttles } from './throttle';
import { afterPrefix } from './value/key-encoding';

export interface DatabaseOptions {
  readonly store: Store;
  readonly region: string;
  readonly account: string;
  /** The wall clock, milliseconds since the epoch. */
  readonly clock: { now(): number };
  /** From 0 to 1, for throttling a share of all accesses. */
  readonly random?: () => number;
  /** Told of each access that is throttled. */
  readonly throttled?: (table: string, access: Access) => void;
}

/** The tables of one region over its store: what the operations work on. */
export interface Database extends Committer {
  readonly region: string;
  readonly account: string;
  readonly store: Store;
  readonly tables: ReadonlyMap<string, Table>;
  readonly changes: ChangeLog;
  readonly throttles: Throttles;
  now(): number;
  /** @throws ResourceNotFound */
  table(name: string): Table;
  arnOf(table: string): string;
  /** Opens a table of the template, creates it if it is new, and brings its indexes to what the template says. */
  ensureTable(properties: TableProperties): Promise<Table>;
}

/** Index entries written at a time while an index is built. */
const BUILD_BATCH = 500;

const EMPTY: Position = { sequence: 0, trimmed: 0, clock: { ms: 0, counter: 0 }, items: 0, bytes: 0 };

export function openDatabase({
  store,
  region,
  account,
  clock,
  random = Math.random,
  throttled,
}: DatabaseOptions): Database {
  const now = (): number => clock.now();
  const hybrid = createHybridClock(region, now);
  const changes = createChangeLog(store);
  const tables = new Map<string, Table>();
  const arnOf = (table: string): string => `arn:aws:dynamodb:${region}:${account}:table/${table}`;

  return {
    region,
    account,
    store,
    tables,
    changes,
    now,
    arnOf,
    throttles: createThrottles(random, throttled),
    ...createCommitter({ store, clock: hybrid, changes, now }),

    table(name) {
      const table = tables.get(name);
      if (table === undefined) throw new ResourceNotFound();
      return table;
    },

    async ensureTable(properties) {
      const definition = defineTable(properties);
      const places = placesOf(definition.name);
      const known = readJson<TableRecord>(store, places.record);
      const record = recordOf(definition, known, now(), properties.streamArn?.split('/').at(-1));
      const arn = arnOf(definition.name);
      const position = readJson<Position>(store, places.position) ?? EMPTY;
      const table: Table = {
        ...record,
        arn,
        streamArn: record.streamLabel && `${arn}/stream/${record.streamLabel}`,
        places,
        position,
        durableSequence: position.sequence,
      };
      hybrid.observe(table.position.clock);
      await rebuildIndexes(store, table, known?.definition.indexes ?? []);
      if (JSON.stringify(record) !== JSON.stringify(known)) {
        await store.commit([{ type: 'put', key: places.record, value: Buffer.from(JSON.stringify(record)) }]);
      }
      tables.set(definition.name, table);
      return table;
    },
  };
}

function readJson<T>(store: Store, key: string): T | undefined {
  const bytes = store.get(key);
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
}

const showKeys = ({ keys: { partition, sort } }: TableDefinition): string =>
  [partition, sort]
    .map((element) => element && `${element.name} (${element.type})`)
    .filter(Boolean)
    .join(', ');

/** @throws Error if the template's key is another than that of the data on disk. */
function recordOf(
  definition: TableDefinition,
  known: TableRecord | undefined,
  now: number,
  givenLabel: string | undefined,
): TableRecord {
  if (known !== undefined && showKeys(known.definition) !== showKeys(definition)) {
    throw new Error(
      `Table '${definition.name}' is on disk with the key ${showKeys(known.definition)}; the template says ${showKeys(definition)}. A table's key can't be changed: restore it in the template, or start with an empty data directory.`,
    );
  }
  const streams = definition.stream !== undefined;
  const streamLabel = givenLabel ?? known?.streamLabel ?? new Date(now).toISOString().slice(0, -1);
  return {
    definition,
    id: known?.id ?? randomUUID(),
    createdAt: known?.createdAt ?? now,
    ...(streams && { streamLabel }),
  };
}

/** Removes the indexes that are gone or changed, and builds those that are new or changed from the items. */
async function rebuildIndexes(store: Store, table: Table, known: readonly IndexDefinition[]): Promise<void> {
  const { indexes } = table.definition;
  const isIn = (list: readonly IndexDefinition[], index: IndexDefinition): boolean =>
    list.some((other) => JSON.stringify(other) === JSON.stringify(index));
  const stale = known.filter((index) => !isIn(indexes, index));
  const missing = indexes.filter((index) => !isIn(known, index));

  let batch: StoreWrite[] = [];
  const push = async (...writes: readonly StoreWrite[]): Promise<void> => {
    batch.push(...writes);
    if (batch.length < BUILD_BATCH) return;
    const full = batch;
    batch = [];
    await store.commit(full);
  };

  for (const { name } of [...stale, ...missing]) {
    // Of a build that a crash interrupted, entries of new indexes may be there as well.
    const prefix = table.places.index(name);
    for await (const [key] of store.range({ from: prefix, to: afterPrefix(prefix) }))
      await push({ type: 'delete', key });
  }
  if (batch.length > 0) await store.commit(batch);
  batch = [];
  if (missing.length === 0) return;
  const { items } = table.places;
  for await (const [, value] of store.range({ from: items, to: afterPrefix(items) })) {
    const { item } = StoredItem.decode(value);
    for (const index of missing) {
      const entry = indexEntry(index, table, item);
      if (entry === undefined) continue;
      const key = table.places.index(index.name) + entry.key;
      await push({ type: 'put', key, value: Buffer.from(JSON.stringify(entry.item)) });
    }
  }
  if (batch.length > 0) await store.commit(batch);
}

import { readBody } from '../http/read-body';
import type { Service, ServiceRequest } from '../http/service';
import type { Change, Needed } from './change-log';
import { openDatabase, type DatabaseOptions } from './database';
import { expire } from './expiry';
import { notEmulated, SerializationFault } from './fault';
import { batchGetItem } from './operations/batch-get-item';
import { batchWriteItem } from './operations/batch-write-item';
import { deleteItem } from './operations/delete-item';
import { describe, describeTable, describeTimeToLive, listTables } from './operations/describe-table';
import { getItem } from './operations/get-item';
import type { Operation } from './operations/operation';
import { putItem } from './operations/put-item';
import { query } from './operations/query';
import { scan } from './operations/scan';
import { describeStream, getRecords, getShardIterator, listStreams } from './operations/streams';
import { transactGetItems } from './operations/transact-get-items';
import { TOKEN_LIFETIME_MS, transactWriteItems } from './operations/transact-write-items';
import { updateItem } from './operations/update-item';
import { faultResponse, jsonResponse } from './protocol';
import { applyReplicated, type ReplicatedChange } from './replication';
import { StoredItem } from './stored-item';
import { TRANSACTION_TOKENS } from './table';
import type { TableProperties } from './table-definition';
import type { ThrottleRule } from './throttle';
import type { Item } from './value/attribute-value';
import { afterPrefix } from './value/key-encoding';

/** (Developer Guide, "Quotas": the size of a request is that of a batch.) */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** What a stream keeps. (Developer Guide, "Change data capture for DynamoDB Streams".) */
const CHANGE_RETENTION_MS = 24 * 60 * 60 * 1000;

const operations: Readonly<Record<string, Operation>> = {
  'DynamoDB_20120810.BatchGetItem': batchGetItem,
  'DynamoDB_20120810.BatchWriteItem': batchWriteItem,
  'DynamoDB_20120810.DeleteItem': deleteItem,
  'DynamoDB_20120810.DescribeTable': describeTable,
  'DynamoDB_20120810.DescribeTimeToLive': describeTimeToLive,
  'DynamoDB_20120810.GetItem': getItem,
  'DynamoDB_20120810.ListTables': listTables,
  'DynamoDB_20120810.PutItem': putItem,
  'DynamoDB_20120810.Query': query,
  'DynamoDB_20120810.Scan': scan,
  'DynamoDB_20120810.TransactGetItems': transactGetItems,
  'DynamoDB_20120810.TransactWriteItems': transactWriteItems,
  'DynamoDB_20120810.UpdateItem': updateItem,
  'DynamoDBStreams_20120810.DescribeStream': describeStream,
  'DynamoDBStreams_20120810.GetRecords': getRecords,
  'DynamoDBStreams_20120810.GetShardIterator': getShardIterator,
  'DynamoDBStreams_20120810.ListStreams': listStreams,
};

export interface DynamoDbOptions extends DatabaseOptions {
  /** How long changes, and the timestamps of deletes, are kept; 24 hours by default. */
  readonly changeRetentionMs?: number;
}

/** DynamoDB and its streams in one region: the service that clients call, and what the region itself needs of it. */
export interface DynamoDbService extends Service {
  /**
   * Opens a table of the template; at every boot, for every table, before the endpoint listens.
   * @throws Error if the key on disk is another, or if the table can't be emulated.
   */
  ensureTable(properties: TableProperties): Promise<void>;
  /** `TableDescription`, as DescribeTable shows it. */
  describe(table: string): object;
  /** All items in key order. */
  scanAll(table: string): AsyncIterable<Item>;
  /** Durable changes from a sequence number on (the first ever is 1), those to come included, until the abort. */
  changes(table: string, from: number, signal: AbortSignal): AsyncIterable<Change>;
  /** Durable changes from a sequence number on, at most so many; undefined in the place of each that was replicated. */
  ownChanges(table: string, from: number, limit: number): AsyncIterable<Change | undefined>;
  /** Resolves when the change with this sequence number is durable, or when the signal aborts. */
  changeArrival(table: string, sequence: number, signal: AbortSignal): Promise<void>;
  /** Names the history that a table's sequence numbers count: another one, once its data were lost. */
  historyOf(table: string): string;
  /** The newest change's sequence number and the oldest that is kept. */
  changeRange(table: string): { readonly oldest: number; readonly newest: number };
  /** Makes a change of another region here, if it is the last writer's; resolves with whether it was. */
  applyReplicated(table: string, change: ReplicatedChange): Promise<boolean>;
  /** Deletes the items whose time to live has ended, in all tables; resolves with how many. */
  expire(now: number): Promise<number>;
  /** Forgets changes, deletes and transaction tokens that are past their time and that no other region needs. */
  trim(now: number, neededOf?: (table: string) => Needed): Promise<void>;
  /** Refuses accesses of a table on demand; the function that is returned ends it. */
  throttle(table: string, rule: ThrottleRule): () => void;
}

export function createDynamoDbService(options: DynamoDbOptions): DynamoDbService {
  const database = openDatabase(options);
  const { store } = database;
  const retention = options.changeRetentionMs ?? CHANGE_RETENTION_MS;

  async function forgetTokens(now: number): Promise<void> {
    const old: string[] = [];
    for await (const [key, value] of store.range({ from: TRANSACTION_TOKENS, to: afterPrefix(TRANSACTION_TOKENS) })) {
      const usedAt = Number(Buffer.from(value).toString().split(' ')[0]);
      if (usedAt <= now - TOKEN_LIFETIME_MS) old.push(key);
    }
    if (old.length > 0) await store.commit(old.map((key) => ({ type: 'delete', key })));
  }

  return {
    scope: 'dynamodb',

    async handle(request) {
      if (request.method === 'GET') return { status: 200, body: `healthy: dynamodb.${options.region}.amazonaws.com ` };
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
      if (operation === undefined) throw notEmulated(`the operation ${target.split('.').at(-1) || '(none named)'}`);
      const body = await readJson(request);
      const authorize = request.authorize.bind(request);
      return jsonResponse(200, await operation(database, { body, authorize }));
    },

    fault: faultResponse,

    ensureTable: async (properties) => void (await database.ensureTable(properties)),
    describe: (table) => describe(database, database.table(table)),

    async *scanAll(name) {
      const { items } = database.table(name).places;
      for await (const [, value] of store.range({ from: items, to: afterPrefix(items) })) {
        yield StoredItem.decode(value).item;
      }
    },

    changes: (table, from, signal) => database.changes.follow(database.table(table), from, signal),

    ownChanges: (table, from, limit) => database.changes.readOwn(database.table(table), from, limit),
    changeArrival: (table, sequence, signal) => database.changes.arrival(database.table(table), sequence, signal),
    historyOf: (table) => database.table(table).id,

    changeRange(name) {
      const { position, durableSequence } = database.table(name);
      return { oldest: position.trimmed + 1, newest: durableSequence };
    },

    applyReplicated: (table, change) => applyReplicated(database, database.table(table), change),

    async expire(now) {
      let deleted = 0;
      for (const table of database.tables.values()) deleted += await expire(store, database, table, now);
      return deleted;
    },

    async trim(now, neededOf) {
      for (const table of database.tables.values()) {
        await database.changes.trim(table, now - retention, neededOf?.(table.definition.name));
      }
      await forgetTokens(now);
    },

    throttle: (table, rule) => database.throttles.add(table, rule),
  };
}

async function readJson(request: ServiceRequest): Promise<unknown> {
  const text = (await readBody(request.body, MAX_REQUEST_BYTES)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new SerializationFault('The body of the request is not JSON.');
  }
}

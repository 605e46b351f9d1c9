import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../store/level-store';
import type { Store } from '../store/store';
import { createDynamoDbService, type DynamoDbService } from './dynamodb-service';
import type { TableProperties } from './table-definition';
import { callService } from './testing/call-service';
import { createMemoryStore } from './testing/memory-store';
import { itemsTable } from './testing/served-dynamodb';

const serviceOver = (store: Store): DynamoDbService =>
  createDynamoDbService({ store, region: 'us-east-1', account: '000000000000', clock: { now: () => 1_000_000 } });

const put = (service: DynamoDbService, sk: string) =>
  callService(service, 'PutItem', {
    TableName: 'items',
    Item: { pk: { S: 'p' }, sk: { S: sk }, gpk: { S: 'g' }, gsk: { N: '1' }, v: { S: `value of ${sk}` } },
  });
const queryIndex = async (service: DynamoDbService, IndexName: string) =>
  (
    await callService(service, 'Query', {
      TableName: 'items',
      IndexName,
      KeyConditionExpression: 'gpk = :g',
      ExpressionAttributeValues: { ':g': { S: 'g' } },
    })
  )['Items'];

describe('ensureTable', () => {
  test('refuses another key than that of the data on disk, and says what to do', async () => {
    const store = createMemoryStore();
    await serviceOver(store).ensureTable(itemsTable);
    const changed: TableProperties = {
      ...itemsTable,
      keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    };
    await expect(serviceOver(store).ensureTable(changed)).rejects.toThrow(
      "Table 'items' is on disk with the key pk (S), sk (S); the template says pk (S). A table's key can't be changed: restore it in the template, or start with an empty data directory.",
    );
  });

  test('builds an index that is new or changed from the items, and drops what is gone', async () => {
    const store = createMemoryStore();
    const first = serviceOver(store);
    await first.ensureTable({ ...itemsTable, globalSecondaryIndexes: [] });
    await put(first, 'a');
    await put(first, 'b');
    const second = serviceOver(store);
    await second.ensureTable(itemsTable);
    expect(await queryIndex(second, 'keys-index')).toHaveLength(2);
    const [keysIndex] = itemsTable.globalSecondaryIndexes!;
    const widened = { ...keysIndex!, projection: { type: 'INCLUDE' as const, nonKeyAttributes: ['v'] } };
    const third = serviceOver(store);
    await third.ensureTable({ ...itemsTable, globalSecondaryIndexes: [widened] });
    expect(await queryIndex(third, 'keys-index')).toEqual([
      { pk: { S: 'p' }, sk: { S: 'a' }, gpk: { S: 'g' }, v: { S: 'value of a' } },
      { pk: { S: 'p' }, sk: { S: 'b' }, gpk: { S: 'g' }, v: { S: 'value of b' } },
    ]);
    const left: string[] = [];
    for await (const [key] of store.range({ from: 'dynamodb/items/indexes/', to: 'dynamodb/items/indexes0' }))
      left.push(key);
    expect(left).toHaveLength(2);
  });

  test('the stream keeps its name, and gets a new one when it is switched on again', async () => {
    const store = createMemoryStore();
    const label = async (properties: TableProperties, now: number): Promise<unknown> => {
      const service = createDynamoDbService({
        store,
        region: 'us-east-1',
        account: '000000000000',
        clock: { now: () => now },
      });
      await service.ensureTable(properties);
      return (service.describe('items') as Record<string, unknown>)['LatestStreamLabel'];
    };
    const { streamViewType: _view, ...off } = itemsTable;
    const first = await label(itemsTable, 1000);
    expect(first).toBe('1970-01-01T00:00:01.000');
    expect(await label(itemsTable, 2000)).toBe(first);
    expect(await label(off, 3000)).toBeUndefined();
    expect(await label(itemsTable, 4000)).toBe('1970-01-01T00:00:04.000');
  });
});

describe('over a store on disk', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'dynamodb-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  test('everything is there after a restart, and goes on where it stopped', async () => {
    const store = await openStore(dir);
    const before = serviceOver(store);
    await before.ensureTable(itemsTable);
    await Promise.all(Array.from({ length: 50 }, (_, i) => put(before, `s${i}`)));
    await callService(before, 'DeleteItem', { TableName: 'items', Key: { pk: { S: 'p' }, sk: { S: 's0' } } });
    const described = before.describe('items');
    await store.close();

    const reopened = await openStore(dir);
    const after = serviceOver(reopened);
    await after.ensureTable(itemsTable);
    expect(after.describe('items')).toEqual(described);
    expect(described).toMatchObject({ ItemCount: 49 });
    const items: unknown[] = [];
    for await (const item of after.scanAll('items')) items.push(item['sk']);
    expect(items).toHaveLength(49);
    expect(await queryIndex(after, 'all-index')).toHaveLength(49);
    expect(after.changeRange('items')).toEqual({ oldest: 1, newest: 51 });
    await put(after, 'new');
    expect(after.changeRange('items')).toEqual({ oldest: 1, newest: 52 });
    await reopened.close();
  });
});

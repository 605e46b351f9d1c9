import { createDynamoDbService, type DynamoDbService } from './dynamodb-service';
import { callService } from './testing/call-service';
import { createMemoryStore, type MemoryStore } from './testing/memory-store';
import { itemsTable } from './testing/served-dynamodb';

let store: MemoryStore;
let service: DynamoDbService;
beforeEach(async () => {
  store = createMemoryStore();
  service = createDynamoDbService({ store, region: 'us-east-1', account: '000000000000', clock: { now: () => 1000 } });
  await service.ensureTable(itemsTable);
});

const item = (sk: string, v: string) => ({ pk: { S: 'p' }, sk: { S: sk }, v: { N: v }, gpk: { S: 'g' } });
const put = (sk: string, v = '1') => callService(service, 'PutItem', { TableName: 'items', Item: item(sk, v) });
const lastKeys = () => store.commits.at(-1)?.map(({ type, key }) => `${type} ${key.replaceAll('\0\0', '|')}`);

test('an item, its index entry, its change and the position are one commit', async () => {
  await put('s');
  expect(lastKeys()).toEqual([
    'put dynamodb/items/indexes/keys-index/g|s|p|s|',
    'put dynamodb/items/changes/000000000000000000001',
    'put dynamodb/items/items/p|s|',
    'put dynamodb/items/position',
  ]);
});

test('so is a delete, which leaves its timestamp, and the put that comes after it', async () => {
  await put('s');
  await callService(service, 'DeleteItem', { TableName: 'items', Key: { pk: { S: 'p' }, sk: { S: 's' } } });
  expect(lastKeys()).toEqual([
    'delete dynamodb/items/indexes/keys-index/g|s|p|s|',
    'put dynamodb/items/changes/000000000000000000002',
    'delete dynamodb/items/items/p|s|',
    'put dynamodb/items/tombstones/p|s|',
    'put dynamodb/items/position',
  ]);
  await put('s');
  expect(lastKeys()).toContain('delete dynamodb/items/tombstones/p|s|');
});

test('a transaction is one commit', async () => {
  const commits = store.commits.length;
  const TransactItems = ['a', 'b', 'c'].map((sk) => ({ Put: { TableName: 'items', Item: item(sk, '1') } }));
  await callService(service, 'TransactWriteItems', { TransactItems });
  expect(store.commits).toHaveLength(commits + 1);
  expect(service.changeRange('items').newest).toBe(3);
});

test('the same content again is none, in whatever order and notation', async () => {
  await put('s');
  const commits = store.commits.length;
  await callService(service, 'PutItem', {
    TableName: 'items',
    Item: Object.fromEntries(Object.entries(item('s', '1.0')).reverse()),
  });
  expect(store.commits).toHaveLength(commits);
});

test('deleting what is not there is none', async () => {
  const commits = store.commits.length;
  await callService(service, 'DeleteItem', { TableName: 'items', Key: { pk: { S: 'p' }, sk: { S: 's' } } });
  expect(store.commits).toHaveLength(commits);
});

test('a write that changes nothing is answered when what it found is durable', async () => {
  store.hold();
  const first = put('s');
  while (store.get('dynamodb/items/position') === undefined) await new Promise((resolve) => setImmediate(resolve));
  let answered = false;
  const second = put('s').then(() => (answered = true));
  for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  store.release();
  await Promise.all([first, second]);
  expect(answered).toBe(true);
});

test('items and bytes are counted', async () => {
  const counts = () => {
    const { ItemCount, TableSizeBytes } = service.describe('items') as Record<string, unknown>;
    return [ItemCount, TableSizeBytes];
  };
  await put('s');
  await put('t', '123');
  expect(counts()).toEqual([2, 2 * (2 + 1 + 2 + 1 + 3 + 1) + (1 + 2) + (1 + 3)]);
  await put('t');
  await callService(service, 'DeleteItem', { TableName: 'items', Key: { pk: { S: 'p' }, sk: { S: 's' } } });
  expect(counts()).toEqual([1, 13]);
});

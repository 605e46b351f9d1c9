import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { serveDynamoDb, type ServedDynamoDb } from './testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

const Key = { pk: { S: 'p' }, sk: { S: 's' } };
const put = async (attributes: Record<string, AttributeValue>) => {
  const Item = { ...Key, ...attributes };
  const input = { TableName: 'items', Item, ReturnConsumedCapacity: 'INDEXES' } as const;
  const { ConsumedCapacity } = await served.client.send(new PutItemCommand(input));
  const { CapacityUnits, Table, GlobalSecondaryIndexes } = ConsumedCapacity ?? {};
  const ofIndex = (name: string) => GlobalSecondaryIndexes?.[name]?.CapacityUnits ?? 0;
  return [CapacityUnits, Table?.CapacityUnits, ofIndex('keys-index'), ofIndex('all-index')];
};
const text = (kilobytes: number): AttributeValue => ({ S: 'x'.repeat(kilobytes * 1024) });
const index = { gpk: { S: 'g' }, gsk: { N: '1' } };

test('writes: a unit per KB of the larger item, and what changes in each index', async () => {
  // [total, table, keys-index, all-index]
  expect(await put({})).toEqual([1, 1, 0, 0]);
  expect(await put({ v: text(1) })).toEqual([2, 2, 0, 0]);
  expect(await put({})).toEqual([2, 2, 0, 0]);
  expect(await put(index)).toEqual([3, 1, 1, 1]);
  expect(await put(index)).toEqual([1, 1, 0, 0]);
  expect(await put({ ...index, v: text(2) })).toEqual([6, 3, 0, 3]);
  expect(await put({ ...index, gsk: { N: '2' }, v: text(2) })).toEqual([9, 3, 0, 6]);
  expect(await put({ ...index, gpk: { S: 'h' } })).toEqual([9, 3, 2, 4]);
  expect(await put({})).toEqual([3, 1, 1, 1]);
});

test('reads: half a unit per 4 KB, a whole one if consistent, at least one step', async () => {
  await put({ v: text(5) });
  const get = async (pk: string, ConsistentRead: boolean) => {
    const input = { TableName: 'items', Key: { ...Key, pk: { S: pk } }, ConsistentRead };
    const answer = await served.client.send(new GetItemCommand({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
    return answer.ConsumedCapacity;
  };
  expect(await get('p', false)).toEqual({ TableName: 'items', CapacityUnits: 1 });
  expect(await get('p', true)).toEqual({ TableName: 'items', CapacityUnits: 2 });
  expect(await get('nobody', false)).toEqual({ TableName: 'items', CapacityUnits: 0.5 });
});

test('a query costs what it reads, filtered or not, on the index that it reads', async () => {
  await put({ ...index, v: text(5) });
  const { ConsumedCapacity } = await served.client.send(
    new QueryCommand({
      TableName: 'items',
      IndexName: 'all-index',
      KeyConditionExpression: 'gpk = :g',
      FilterExpression: 'attribute_not_exists(v)',
      ExpressionAttributeValues: { ':g': { S: 'g' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(ConsumedCapacity).toEqual({
    TableName: 'items',
    CapacityUnits: 1,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { 'all-index': { CapacityUnits: 1 } },
  });
});

test('in a transaction everything costs twice', async () => {
  const write = await served.client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: 'hash', Item: { pk: { S: 'p' } } } }],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(write.ConsumedCapacity).toEqual([{ TableName: 'hash', CapacityUnits: 2, WriteCapacityUnits: 2 }]);
  const read = await served.client.send(
    new TransactGetItemsCommand({
      TransactItems: [{ Get: { TableName: 'hash', Key: { pk: { S: 'p' } } } }],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(read.ConsumedCapacity).toEqual([{ TableName: 'hash', CapacityUnits: 2, ReadCapacityUnits: 2 }]);
});

test('nobody who did not ask is told', async () => {
  const { ConsumedCapacity } = await served.client.send(
    new UpdateItemCommand({ TableName: 'items', Key, ReturnConsumedCapacity: 'NONE' }),
  );
  expect(ConsumedCapacity).toBeUndefined();
});

import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

test('DescribeTable shows what the template declared, and what is in it', async () => {
  await served.client.send(new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'abc' }, sk: { S: 's' } } }));
  const { Table } = await served.client.send(new DescribeTableCommand({ TableName: 'items' }));
  expect(Table).toMatchObject({
    TableName: 'items',
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/items',
    TableStatus: 'ACTIVE',
    ItemCount: 1,
    TableSizeBytes: 8,
    CreationDateTime: new Date(served.clock.time),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: 'keys-index', IndexStatus: 'ACTIVE', Projection: { ProjectionType: 'KEYS_ONLY' } },
      { IndexName: 'all-index', Projection: { ProjectionType: 'ALL' } },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    LatestStreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/items/stream/2026-01-01T00:00:00.000',
  });
  expect(Table?.AttributeDefinitions).toHaveLength(4);
});

test('a table may be given by its ARN', async () => {
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/hash';
  const { Table } = await served.client.send(new DescribeTableCommand({ TableName: arn }));
  expect([Table?.TableName, Table?.LatestStreamArn]).toEqual(['hash', undefined]);
});

test('an unknown table is named', async () => {
  await expect(served.client.send(new DescribeTableCommand({ TableName: 'nowhere' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: nowhere not found',
  });
});

test('ListTables pages by name', async () => {
  const first = await served.client.send(new ListTablesCommand({ Limit: 3 }));
  expect(first).toMatchObject({ TableNames: ['binaries', 'hash', 'items'], LastEvaluatedTableName: 'items' });
  const rest = await served.client.send(new ListTablesCommand({ ExclusiveStartTableName: 'items' }));
  expect([rest.TableNames, rest.LastEvaluatedTableName]).toEqual([['numbers'], undefined]);
});

test('DescribeTimeToLive', async () => {
  const of = async (TableName: string) =>
    (await served.client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  expect(await of('items')).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  expect(await of('hash')).toEqual({ TimeToLiveStatus: 'DISABLED' });
});

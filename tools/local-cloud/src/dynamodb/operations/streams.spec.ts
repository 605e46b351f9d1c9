import { DeleteItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

const StreamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/items/stream/2026-01-01T00:00:00.000';
const sequence = (number: number): string => String(number).padStart(21, '0');

let served: ServedDynamoDb;
let ShardId: string;

interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: Readonly<Record<string, unknown>>;
}

const call = async (operation: string, body: unknown) => {
  const { json } = await callRaw(served, `DynamoDBStreams_20120810.${operation}`, body);
  return json;
};
const put = (attributes: Record<string, AttributeValue>) =>
  served.client.send(
    new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'p' }, sk: { S: 's' }, ...attributes } }),
  );
const iterator = async (ShardIteratorType: string, SequenceNumber?: string) =>
  (await call('GetShardIterator', { StreamArn, ShardId, ShardIteratorType, SequenceNumber }))['ShardIterator'];
const records = async (ShardIterator: unknown, Limit?: number) => {
  const { Records, NextShardIterator } = await call('GetRecords', { ShardIterator, Limit });
  return { records: Records as readonly StreamRecord[], next: NextShardIterator };
};

beforeAll(async () => {
  served = await serveDynamoDb();
  const { StreamDescription } = await call('DescribeStream', { StreamArn });
  ShardId = (StreamDescription as { Shards: { ShardId: string }[] }).Shards[0]!.ShardId;
  await put({ v: { N: '1' } });
  await put({ v: { N: '1' } });
  await put({ v: { N: '2' } });
  await served.client.send(new DeleteItemCommand({ TableName: 'items', Key: { pk: { S: 'p' }, sk: { S: 's' } } }));
});
afterAll(() => served.close());

test('ListStreams has the tables with a stream', async () => {
  const stream = { StreamArn, StreamLabel: '2026-01-01T00:00:00.000', TableName: 'items' };
  expect(await call('ListStreams', {})).toEqual({ Streams: [stream] });
  expect(await call('ListStreams', { TableName: 'hash' })).toEqual({ Streams: [] });
});

test('DescribeStream has one open shard', async () => {
  expect(await call('DescribeStream', { StreamArn })).toMatchObject({
    StreamDescription: {
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      Shards: [{ ShardId, SequenceNumberRange: { StartingSequenceNumber: sequence(1) } }],
    },
  });
});

test('every change is a record with its images; writing the same again is none', async () => {
  const Keys = { pk: { S: 'p' }, sk: { S: 's' } };
  const { records: all } = await records(await iterator('TRIM_HORIZON'));
  expect(all.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  expect(all[1]).toMatchObject({
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: served.clock.time / 1000,
      Keys,
      OldImage: { ...Keys, v: { N: '1' } },
      NewImage: { ...Keys, v: { N: '2' } },
      SequenceNumber: sequence(2),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(all[0]?.dynamodb).not.toHaveProperty('OldImage');
  expect(all[2]?.dynamodb).not.toHaveProperty('NewImage');
  expect(all[2]).not.toHaveProperty('userIdentity');
});

test('iterators of all types', async () => {
  const first = async (...of: Parameters<typeof iterator>) =>
    (await records(await iterator(...of))).records[0]?.dynamodb['SequenceNumber'];
  expect(await first('AT_SEQUENCE_NUMBER', sequence(2))).toBe(sequence(2));
  expect(await first('AFTER_SEQUENCE_NUMBER', sequence(2))).toBe(sequence(3));
  const latest = await iterator('LATEST');
  expect((await records(latest)).records).toEqual([]);
  await put({ v: { N: '4' } });
  expect((await records(latest)).records).toHaveLength(1);
});

test('a limit pages', async () => {
  const one = await records(await iterator('TRIM_HORIZON'), 1);
  const two = await records(one.next, 1);
  expect([one, two].map(({ records: [record] }) => record?.dynamodb['SequenceNumber'])).toEqual([
    sequence(1),
    sequence(2),
  ]);
});

test('of a removal by time to live the service is the user', async () => {
  await put({ expiresAt: { N: String(served.clock.time / 1000 - 1) } });
  const latest = await iterator('LATEST');
  expect(await served.service.expire(served.clock.time)).toBe(1);
  expect((await records(latest)).records).toMatchObject([
    { eventName: 'REMOVE', userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } },
  ]);
});

test('what was trimmed can not be read, and old iterators expire', async () => {
  const early = await iterator('TRIM_HORIZON');
  served.clock.time += 24 * 60 * 60 * 1000 + 1;
  expect((await call('GetRecords', { ShardIterator: early }))['__type']).toContain('#ExpiredIteratorException');
  await served.service.trim(served.clock.time);
  const refused = await call('GetShardIterator', {
    StreamArn,
    ShardId,
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    SequenceNumber: sequence(1),
  });
  expect(refused['__type']).toContain('#TrimmedDataAccessException');
  expect((await records(await iterator('TRIM_HORIZON'))).records).toEqual([]);
});

test('an unknown stream', async () => {
  expect((await call('DescribeStream', { StreamArn: 'arn:aws:dynamodb:nowhere' }))['__type']).toContain(
    '#ResourceNotFoundException',
  );
});

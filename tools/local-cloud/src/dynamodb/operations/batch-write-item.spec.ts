import { BatchGetItemCommand, BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

const put = (pk: string): WriteRequest => ({ PutRequest: { Item: { pk: { S: pk } } } });
const remove = (pk: string): WriteRequest => ({ DeleteRequest: { Key: { pk: { S: pk } } } });
const write = (...requests: readonly WriteRequest[]) =>
  served.client.send(new BatchWriteItemCommand({ RequestItems: { hash: [...requests] } }));
const read = (...keys: readonly string[]) =>
  served.client.send(
    new BatchGetItemCommand({ RequestItems: { hash: { Keys: keys.map((pk) => ({ pk: { S: pk } })) } } }),
  );

test.each([
  ['Provided list of item keys contains duplicates', [put('a'), remove('a')]],
  ['The provided key element does not match the schema', [{ PutRequest: { Item: { other: { S: 'x' } } } }]],
])('%s', async (message, requests) => {
  await expect(write(...requests)).rejects.toMatchObject({ name: 'ValidationException', message });
});

test('more than 25 requests, and none', async () => {
  await expect(write(...Array.from({ length: 26 }, (_, i) => put(`${i}`)))).rejects.toMatchObject({
    message: expect.stringContaining('Member must have length less than or equal to 25'),
  });
  expect((await callRaw(served, 'BatchWriteItem', { RequestItems: {} })).json['message']).toBe(
    'The requestItems parameter is required for BatchWriteItem',
  );
});

test('puts and deletes; what is throttled comes back', async () => {
  await write(put('a'), put('b'));
  const release = served.service.throttle('hash', { when: ({ key }) => key?.['pk']?.S === 'c' });
  const { UnprocessedItems } = await write(put('c'), remove('a'), put('d'));
  release();
  expect(UnprocessedItems).toEqual({ hash: [put('c')] });
  const { Responses } = await read('a', 'b', 'c', 'd');
  expect(Responses?.['hash']).toEqual([{ pk: { S: 'b' } }, { pk: { S: 'd' } }]);
  await served.client.send(new BatchWriteItemCommand({ RequestItems: UnprocessedItems }));
  expect((await read('c')).Responses?.['hash']).toHaveLength(1);
});

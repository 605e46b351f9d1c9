import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => {
  served = await serveDynamoDb();
  const requests = ['x', 'y'].map((pk) => ({ PutRequest: { Item: { pk: { S: pk } } } }));
  await served.client.send(new BatchWriteItemCommand({ RequestItems: { hash: requests } }));
});
afterAll(() => served.close());

const read = (...keys: readonly string[]) =>
  served.client.send(
    new BatchGetItemCommand({ RequestItems: { hash: { Keys: keys.map((pk) => ({ pk: { S: pk } })) } } }),
  );

test('duplicates, too many and none', async () => {
  await expect(read('a', 'a')).rejects.toMatchObject({ message: 'Provided list of item keys contains duplicates' });
  await expect(read(...Array.from({ length: 101 }, (_, i) => `${i}`))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  expect((await callRaw(served, 'BatchGetItem', { RequestItems: {} })).json['message']).toBe(
    'The requestItems parameter is required for BatchGetItem',
  );
});

test('what is throttled comes back with its projection', async () => {
  const release = served.service.throttle('hash', { when: ({ key }) => key?.['pk']?.S === 'y' });
  const request = { Keys: [{ pk: { S: 'x' } }, { pk: { S: 'y' } }], ProjectionExpression: 'pk' };
  const { Responses, UnprocessedKeys } = await served.client.send(
    new BatchGetItemCommand({ RequestItems: { hash: request } }),
  );
  release();
  expect(Responses).toEqual({ hash: [{ pk: { S: 'x' } }] });
  expect(UnprocessedKeys).toEqual({ hash: { ...request, Keys: [{ pk: { S: 'y' } }] } });
});

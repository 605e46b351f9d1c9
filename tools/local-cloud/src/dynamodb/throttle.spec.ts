import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { serveDynamoDb } from './testing/served-dynamodb';
import { createThrottles, type Access } from './throttle';

const access: Access = { operation: 'PutItem', kind: 'write', key: { pk: { S: 'p' } } };

describe('a rule', () => {
  test('of a predicate refuses what it picks, until it is taken away', () => {
    const throttles = createThrottles(() => 0);
    const release = throttles.add('t', { when: ({ kind }) => kind === 'write' });
    expect(throttles.refusal('t', access)?.code).toBe('ProvisionedThroughputExceededException');
    expect(throttles.refusal('t', { ...access, kind: 'read' })).toBeUndefined();
    expect(throttles.refusal('other', access)).toBeUndefined();
    release();
    expect(throttles.refusal('t', access)).toBeUndefined();
  });

  test('of a share refuses that share', () => {
    const draws = [0.1, 0.3, 0.29, 0.9];
    const throttles = createThrottles(() => draws.shift() ?? 1);
    throttles.add('t', { when: 0.3, as: 'ThrottlingException' });
    const refused = Array.from({ length: 4 }, () => throttles.refusal('t', access)?.code);
    expect(refused).toEqual(['ThrottlingException', undefined, 'ThrottlingException', undefined]);
  });
});

test('the client sees the fault, and nothing has happened', async () => {
  const served = await serveDynamoDb();
  const Item = { pk: { S: 'p' } };
  const put = new PutItemCommand({ TableName: 'hash', Item });
  const release = served.service.throttle('hash', { when: ({ kind }) => kind === 'write' });
  await expect(served.client.send(put)).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
    $retryable: undefined,
  });
  const get = new GetItemCommand({ TableName: 'hash', Key: Item });
  expect((await served.client.send(get)).Item).toBeUndefined();
  release();
  await served.client.send(put);
  expect((await served.client.send(get)).Item).toEqual(Item);
  await served.close();
});

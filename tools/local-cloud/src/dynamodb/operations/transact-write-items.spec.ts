import {
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => {
  served = await serveDynamoDb();
  await served.client.send(new PutItemCommand({ TableName: 'hash', Item: { pk: { S: 'there' }, n: { N: '1' } } }));
});
afterAll(() => served.close());

const TableName = 'hash';
const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string): TransactWriteItem => ({ Put: { TableName, Item: key(pk) } });
const putNew = (pk: string): TransactWriteItem => ({
  Put: {
    TableName,
    Item: key(pk),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});
const transact = (items: readonly TransactWriteItem[], ClientRequestToken?: string) =>
  served.client.send(
    new TransactWriteItemsCommand({ TransactItems: [...items], ...(ClientRequestToken && { ClientRequestToken }) }),
  );
const get = async (...keys: readonly string[]) =>
  (
    await served.client.send(
      new TransactGetItemsCommand({ TransactItems: keys.map((pk) => ({ Get: { TableName, Key: key(pk) } })) }),
    )
  ).Responses?.map(({ Item }) => Item);

describe('rule', () => {
  test.each<[string, readonly TransactWriteItem[]]>([
    [
      'Transaction request cannot include multiple operations on one item',
      [put('a'), { Delete: { TableName, Key: key('a') } }],
    ],
    [
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
      [],
    ],
    ['TransactItems can only contain one of Check, Put, Update or Delete', [{}]],
  ])('%s', async (message, items) => {
    await expect(transact(items)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('what is wrong with one action cancels all, by its position', async () => {
    const failed = transact([
      put('x'),
      putNew('there'),
      { Update: { TableName, Key: { wrong: { S: 'x' } }, UpdateExpression: 'REMOVE a' } },
      {
        Update: {
          TableName,
          Key: key('y'),
          UpdateExpression: 'SET a = b',
        },
      },
    ]);
    await expect(failed).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ValidationError]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { ...key('there'), n: { N: '1' } },
        },
        { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        {
          Code: 'ValidationError',
          Message: 'The provided expression refers to an attribute that does not exist in the item',
        },
      ],
    });
    expect(await get('x', 'y')).toEqual([undefined, undefined]);
  });
});

describe('behaviour', () => {
  test('all of it happens, in one commit', async () => {
    await transact([
      putNew('t1'),
      {
        Update: {
          TableName,
          Key: key('there'),
          UpdateExpression: 'ADD n :n',
          ExpressionAttributeValues: { ':n': { N: '1' } },
        },
      },
      { ConditionCheck: { TableName, Key: key('nobody'), ConditionExpression: 'attribute_not_exists(pk)' } },
      { Put: { TableName: 'items', Item: { pk: { S: 'other table' }, sk: { S: 's' } } } },
    ]);
    expect(await get('t1', 'there', 'nobody')).toEqual([key('t1'), { ...key('there'), n: { N: '2' } }, undefined]);
  });

  test('a repeated token is the same transaction for ten minutes', async () => {
    const add: TransactWriteItem = {
      Update: {
        TableName,
        Key: key('counter'),
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      },
    };
    await transact([add], 'token');
    await transact([add], 'token');
    expect(await get('counter')).toEqual([{ ...key('counter'), n: { N: '1' } }]);
    await expect(transact([put('counter')], 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    served.clock.time += 10 * 60 * 1000;
    await transact([add], 'token');
    expect(await get('counter')).toEqual([{ ...key('counter'), n: { N: '2' } }]);
  });

  test('a throttled action cancels', async () => {
    const release = served.service.throttle(TableName, { when: ({ key: of }) => of?.['pk']?.S === 'hot' });
    await expect(transact([put('cold'), put('hot')])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError' }],
    });
    release();
    expect(await get('cold')).toEqual([undefined]);
  });

  test('the caller needs the permissions of the actions', async () => {
    served.authorized.length = 0;
    await transact([
      put('p'),
      { Delete: { TableName, Key: key('d') } },
      { ConditionCheck: { TableName, Key: key('c'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ]);
    await get('p');
    expect(served.authorized.map(([action]) => action)).toEqual([
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
    ]);
  });
});

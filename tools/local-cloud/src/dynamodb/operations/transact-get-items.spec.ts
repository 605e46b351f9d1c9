import { PutItemCommand, TransactGetItemsCommand, type TransactGetItem } from '@aws-sdk/client-dynamodb';
import { serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => {
  served = await serveDynamoDb();
  await served.client.send(
    new PutItemCommand({ TableName: 'hash', Item: { pk: { S: 'a' }, v: { N: '1' }, w: { N: '2' } } }),
  );
});
afterAll(() => served.close());

const get = (...gets: readonly NonNullable<TransactGetItem['Get']>[]) =>
  served.client.send(new TransactGetItemsCommand({ TransactItems: gets.map((Get) => ({ Get })) }));
const TableName = 'hash';

test('items come by position, projected, and nothing where there is none', async () => {
  const { Responses } = await get(
    { TableName, Key: { pk: { S: 'nobody' } } },
    { TableName, Key: { pk: { S: 'a' } }, ProjectionExpression: '#v', ExpressionAttributeNames: { '#v': 'v' } },
  );
  expect(Responses).toEqual([{}, { Item: { v: { N: '1' } } }]);
});

test('a key that does not fit cancels, by its position', async () => {
  await expect(
    get({ TableName, Key: { pk: { S: 'a' } } }, { TableName, Key: { wrong: { S: 'x' } } }),
  ).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [
      { Code: 'None' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ],
  });
});

test('an expression that is none fails the whole request', async () => {
  await expect(get({ TableName, Key: { pk: { S: 'a' } }, ProjectionExpression: '!!!' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
  });
});

test('none, and too many', async () => {
  await expect(get()).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  });
  const many = Array.from({ length: 101 }, (_, i) => ({ TableName, Key: { pk: { S: `${i}` } } }));
  await expect(get(...many)).rejects.toMatchObject({
    message: expect.stringContaining('Member must have length less than or equal to 100'),
  });
});

import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

const Key = { pk: { S: 'd' } };
const seed = () => served.client.send(new PutItemCommand({ TableName: 'hash', Item: { ...Key, a: { S: 'x' } } }));
const get = async () => (await served.client.send(new GetItemCommand({ TableName: 'hash', Key }))).Item;

test('deletes the item and can return it', async () => {
  await seed();
  const input = { TableName: 'hash', Key, ReturnValues: 'ALL_OLD' } as const;
  expect((await served.client.send(new DeleteItemCommand(input))).Attributes).toEqual({ ...Key, a: { S: 'x' } });
  expect(await get()).toBeUndefined();
  expect((await served.client.send(new DeleteItemCommand(input))).Attributes).toBeUndefined();
});

test('only under its condition', async () => {
  await seed();
  const input = {
    TableName: 'hash',
    Key,
    ConditionExpression: 'a = :a',
    ExpressionAttributeValues: { ':a': { S: 'y' } },
  };
  await expect(served.client.send(new DeleteItemCommand(input))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
  });
  expect(await get()).toBeDefined();
});

test('only the old item can be returned', async () => {
  const input = { TableName: 'hash', Key, ReturnValues: 'UPDATED_OLD' } as const;
  await expect(served.client.send(new DeleteItemCommand(input))).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'ReturnValues can only be ALL_OLD or NONE',
  });
});

import { GetItemCommand, PutItemCommand, type GetItemCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createMemoryStore } from '../testing/memory-store';
import { serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

const store = createMemoryStore();
let served: ServedDynamoDb;
beforeAll(async () => {
  served = await serveDynamoDb(store);
  const Item = { pk: { S: 'g' }, a: { S: 'x' }, l: { L: [{ S: '0' }, { S: '1' }] }, m: { M: { k: { N: '1' } } } };
  await served.client.send(new PutItemCommand({ TableName: 'hash', Item }));
});
afterAll(() => served.close());

const get = (input: Partial<GetItemCommandInput> = {}) =>
  served.client.send(new GetItemCommand({ TableName: 'hash', Key: { pk: { S: 'g' } }, ...input }));

test('of what is not there, there is no item', async () => {
  expect((await get({ Key: { pk: { S: 'nobody' } } })).Item).toBeUndefined();
});

test('a projection returns what it names', async () => {
  const { Item } = await get({
    ProjectionExpression: '#a, l[1], m.k, nowhere',
    ExpressionAttributeNames: { '#a': 'a' },
  });
  expect(Item).toEqual({ a: { S: 'x' }, l: { L: [{ S: '1' }] }, m: { M: { k: { N: '1' } } } });
});

test.each<[string, Partial<GetItemCommandInput>]>([
  ['The provided key element does not match the schema', { Key: { pk: { N: '1' } } }],
  ['Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"', { ProjectionExpression: '!!! INVALID !!!' }],
  [
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    { ProjectionExpression: 'pk.a' },
  ],
  [
    'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    { ProjectionExpression: 'a, a.b' },
  ],
])('%s', async (message, input) => {
  await expect(get(input)).rejects.toMatchObject({ name: 'ValidationException', message });
});

test('the document client gets what it put, exactly', async () => {
  const documents = DynamoDBDocumentClient.from(served.client);
  const Item = { pk: 'doc', n: 1.5, nested: { list: [1, 'a', null, true], set: new Set(['x']) } };
  await documents.send(new PutCommand({ TableName: 'hash', Item }));
  expect((await documents.send(new GetCommand({ TableName: 'hash', Key: { pk: 'doc' } }))).Item).toEqual(Item);
});

test('what is not yet durable is not told', async () => {
  store.hold();
  const order: string[] = [];
  const item = { pk: { S: 'held' } };
  const put = served.client.send(new PutItemCommand({ TableName: 'hash', Item: item })).then(() => order.push('put'));
  while (store.get('dynamodb/hash/items/held\0\0') === undefined) await new Promise((resolve) => setImmediate(resolve));
  const refused = served.client
    .send(new PutItemCommand({ TableName: 'hash', Item: item, ConditionExpression: 'attribute_not_exists(pk)' }))
    .catch(() => order.push('refused'));
  const read = get({ Key: item }).then(() => order.push('read'));
  // A read of another item waits for nothing, and comes after the others on the wire.
  await get();
  order.push('released');
  store.release();
  await Promise.all([put, refused, read]);
  expect(order[0]).toBe('released');
  expect(order).toHaveLength(4);
});

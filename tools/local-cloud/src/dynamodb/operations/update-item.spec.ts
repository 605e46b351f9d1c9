import {
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

const Key = { pk: { S: 'p' }, sk: { S: 's' } };
const update = (input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) =>
  served.client.send(new UpdateItemCommand({ TableName: 'items', Key, ...input }));
const put = (attributes: Record<string, { S: string } | { N: string }>) =>
  served.client.send(new PutItemCommand({ TableName: 'items', Item: { ...Key, ...attributes } }));
const get = async () => (await served.client.send(new GetItemCommand({ TableName: 'items', Key }))).Item;

describe('shape', () => {
  test('the legacy parameter is refused by name', async () => {
    const { status, json } = await callRaw(served, 'UpdateItem', {
      TableName: 'items',
      Key,
      AttributeUpdates: { a: { Value: { S: 'x' }, Action: 'PUT' } },
    });
    expect([status, json['message']]).toEqual([
      501,
      'The local cloud does not emulate the parameter AttributeUpdates of UpdateItem of DynamoDB.',
    ]);
  });
});

describe('rule', () => {
  test.each<[string, Omit<UpdateItemCommandInput, 'TableName' | 'Key'>]>([
    [
      'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
      { UpdateExpression: 'SET sk = :s', ExpressionAttributeValues: { ':s': { S: 'x' } } },
    ],
    [
      'One or more parameter values were invalid: Type mismatch for Index Key gsk Expected: N Actual: S IndexName: all-index',
      { UpdateExpression: 'SET gsk = :s', ExpressionAttributeValues: { ':s': { S: 'x' } } },
    ],
    [
      'One or more parameter values were invalid: Type mismatch for Index Key gpk Expected: S Actual: N IndexName: keys-index',
      {
        UpdateExpression: 'SET gpk = if_not_exists(nowhere, :n)',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      },
    ],
    [
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: gpk",
      { UpdateExpression: 'SET gpk.a = :s', ExpressionAttributeValues: { ':s': { S: 'x' } } },
    ],
    [
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
      {
        UpdateExpression: 'SET a = :s',
        ConditionExpression: 'pk[0] = :s',
        ExpressionAttributeValues: { ':s': { S: 'x' } },
      },
    ],
    [
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: keys-index, IndexKey: gpk',
      { UpdateExpression: 'SET gpk = :s', ExpressionAttributeValues: { ':s': { S: '' } } },
    ],
    [
      'Item size to update has exceeded the maximum allowed size',
      { UpdateExpression: 'SET a = :s', ExpressionAttributeValues: { ':s': { S: 'x'.repeat(400 * 1024) } } },
    ],
    [
      'ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null',
      { ExpressionAttributeValues: { ':s': { S: 'x' } } },
    ],
  ])('%s', async (message, input) => {
    await expect(update(input)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('the key must be the whole key, and nothing else', async () => {
    const message = 'The provided key element does not match the schema';
    for (const wrong of [{ pk: { S: 'p' } }, { ...Key, a: { S: 'x' } }, { pk: { S: 'p' }, sk: { N: '1' } }]) {
      const input = { TableName: 'items', Key: wrong };
      await expect(served.client.send(new UpdateItemCommand(input))).rejects.toMatchObject({ message });
    }
  });

  test('an item never gets deeper than 32 levels', async () => {
    const deep = (levels: number): unknown => (levels === 1 ? { N: '1' } : { L: [deep(levels - 1)] });
    const body = (levels: number, path: string): unknown => ({
      TableName: 'items',
      Key: { pk: { S: 'deep' }, sk: { S: 's' } },
      UpdateExpression: `SET ${path} = :v`,
      ExpressionAttributeValues: { ':v': deep(levels) },
    });
    expect((await callRaw(served, 'UpdateItem', body(32, 'a'))).status).toBe(200);
    expect((await callRaw(served, 'UpdateItem', body(31, 'a[1]'))).status).toBe(200);
    const { json } = await callRaw(served, 'UpdateItem', body(32, 'a[1]'));
    expect(json['message']).toMatch(/^Nesting Levels have exceeded supported limits/);
  });
});

describe('behaviour', () => {
  test('an update of nothing makes the item, even without an expression', async () => {
    await update({});
    expect(await get()).toEqual(Key);
  });

  test('an update whose condition holds, and one whose condition does not', async () => {
    await put({ n: { N: '1' } });
    const increment: Omit<UpdateItemCommandInput, 'TableName' | 'Key'> = {
      UpdateExpression: 'SET #n = #n + :one ADD seen :set',
      ConditionExpression: '#n = :one',
      ExpressionAttributeNames: { '#n': 'n' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':set': { NS: ['7'] } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    await update(increment);
    const after = { ...Key, n: { N: '2' }, seen: { NS: ['7'] } };
    expect(await get()).toEqual(after);
    await expect(update(increment)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: after });
    expect(await get()).toEqual(after);
  });

  test.each([
    ['NONE', undefined],
    ['ALL_OLD', { ...Key, a: { S: 'old' }, b: { S: 'b' } }],
    ['UPDATED_OLD', { a: { S: 'old' } }],
    ['ALL_NEW', { ...Key, a: { S: 'new' }, b: { S: 'b' }, c: { N: '1' } }],
    ['UPDATED_NEW', { a: { S: 'new' }, c: { N: '1' } }],
  ] as const)('ReturnValues %s', async (ReturnValues, expected) => {
    await put({ a: { S: 'old' }, b: { S: 'b' } });
    const { Attributes } = await update({
      UpdateExpression: 'SET a = :a ADD c :c',
      ExpressionAttributeValues: { ':a': { S: 'new' }, ':c': { N: '1' } },
      ReturnValues,
    });
    expect(Attributes).toEqual(expected);
  });

  test('of an item that was not there nothing old is returned', async () => {
    const { Attributes } = await served.client.send(
      new UpdateItemCommand({
        TableName: 'items',
        Key: { pk: { S: 'fresh' }, sk: { S: 's' } },
        UpdateExpression: 'SET a = :a',
        ExpressionAttributeValues: { ':a': { S: 'new' } },
        ReturnValues: 'ALL_OLD',
      }),
    );
    expect(Attributes).toBeUndefined();
  });

  test('of concurrent increments none is lost', async () => {
    await put({ n: { N: '0' } });
    const increment = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
    await Promise.all(Array.from({ length: 50 }, () => update(increment)));
    expect((await get())?.['n']).toEqual({ N: '50' });
  });
});

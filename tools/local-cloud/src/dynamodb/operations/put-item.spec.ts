import { GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
beforeAll(async () => void (served = await serveDynamoDb()));
afterAll(() => served.close());

const put = (input: Omit<PutItemCommandInput, 'TableName'>) =>
  served.client.send(new PutItemCommand({ TableName: 'hash', ...input }));
const get = async (pk: string) =>
  (await served.client.send(new GetItemCommand({ TableName: 'hash', Key: { pk: { S: pk } } }))).Item;

describe('shape', () => {
  test('constraints that are broken are reported together', async () => {
    const { status, json } = await callRaw(served, 'PutItem', { ReturnValues: 'SOME', ReturnConsumedCapacity: 'ALL' });
    expect(status).toBe(400);
    expect(json['__type']).toBe('com.amazon.coral.validate#ValidationException');
    expect(json['message']).toBe(
      "4 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'item' failed to satisfy constraint: Member must not be null; " +
        "Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; " +
        "Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    );
  });

  test.each([
    ['Expected', { pk: { Exists: false } }],
    ['ConditionalOperator', 'AND'],
    ['Conditioned', true],
  ])('the parameter %s is refused by name', async (name, value) => {
    const { status, json } = await callRaw(served, 'PutItem', {
      TableName: 'hash',
      Item: { pk: { S: 'a' } },
      [name]: value,
    });
    expect(status).toBe(501);
    expect(json['message']).toBe(`The local cloud does not emulate the parameter ${name} of PutItem of DynamoDB.`);
  });

  test('a body that is not JSON, and members of another JSON type', async () => {
    expect((await callRaw(served, 'PutItem', '{')).json['__type']).toBe(
      'com.amazon.coral.service#SerializationException',
    );
    const { json } = await callRaw(served, 'PutItem', { TableName: 'hash', Item: { pk: { S: 1 } } });
    expect(json).toEqual({
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'NUMBER_VALUE cannot be converted to String',
    });
  });
});

describe('rule', () => {
  test.each<[string, PutItemCommandInput['Item']]>([
    ['One or more parameter values were invalid: Missing the key pk in the item', { a: { S: 'x' } }],
    ['One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N', { pk: { N: '1' } }],
    [
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
      { pk: { S: '' } },
    ],
    [
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
      { pk: { S: 'x'.repeat(2049) } },
    ],
    ['Item size has exceeded the maximum allowed size', { pk: { S: 'a' }, b: { S: 'x'.repeat(400 * 1024 - 3) } }],
    ['Attempting to store more than 38 significant digits in a Number', { pk: { S: 'a' }, n: { N: '1'.repeat(39) } }],
    ['One or more parameter values were invalid: An string set  may not be empty', { pk: { S: 'a' }, s: { SS: [] } }],
    [
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
      { pk: { S: 'a' }, s: { SS: ['a', 'a'] } },
    ],
  ])('%s', async (message, Item) => {
    await expect(put({ Item })).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('an item of exactly 400 KB is stored', async () => {
    await put({ Item: { pk: { S: 'big' }, b: { S: 'x'.repeat(400 * 1024 - 6) } } });
    expect((await get('big'))?.['b']?.S).toHaveLength(400 * 1024 - 6);
  });

  test('a key with half of a surrogate pair has no bytes', async () => {
    const { json } = await callRaw(served, 'PutItem', { TableName: 'hash', Item: { pk: { S: '\ud800' } } });
    expect(json['message']).toContain('surrogate');
  });

  test('only the old item can be returned', async () => {
    await expect(put({ Item: { pk: { S: 'a' } }, ReturnValues: 'ALL_NEW' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'ReturnValues can only be ALL_OLD or NONE',
    });
  });

  test('an unknown table', async () => {
    await expect(
      served.client.send(new PutItemCommand({ TableName: 'nowhere', Item: { pk: { S: 'a' } } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
  });

  test.each<[string, Partial<PutItemCommandInput>]>([
    [
      'ExpressionAttributeNames can only be specified when using expressions',
      { ExpressionAttributeNames: { '#a': 'a' } },
    ],
    [
      'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
      { ExpressionAttributeValues: { ':a': { S: 'a' } } },
    ],
    [
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}',
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeNames: { '#b': 'b' } },
    ],
    [
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}',
      { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeValues: { ':b': { S: 'b' } } },
    ],
    [
      'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :c',
      { ConditionExpression: 'a = :c' },
    ],
    [
      'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An number set  may not be empty for key :n',
      { ConditionExpression: 'a = :n', ExpressionAttributeValues: { ':n': { NS: [] } } },
    ],
  ])('%s', async (message, input) => {
    await expect(put({ Item: { pk: { S: 'a' } }, ...input })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });
});

describe('behaviour', () => {
  test('every type comes back as it was put, numbers in canonical form', async () => {
    const Item = {
      pk: { S: 'types' },
      s: { S: '' },
      u: { S: 'zażółć 🐟 \u0000' },
      n: { N: '-0012.3400e1' },
      b: { B: new Uint8Array([0, 255]) },
      t: { BOOL: false },
      nil: { NULL: true as const },
      ss: { SS: ['b', 'a'] },
      ns: { NS: ['2', '1.0'] },
      bs: { BS: [new Uint8Array([1])] },
      l: { L: [{ L: [] }, { M: {} }] },
      m: { M: { '': { S: 'empty name' } } },
    };
    await put({ Item });
    expect(await get('types')).toEqual({ ...Item, n: { N: '-123.4' }, ns: { NS: ['2', '1'] } });
  });

  test('attributes named like members of every object are plain attributes', async () => {
    const item =
      '{"pk":{"S":"proto"},"__proto__":{"S":"own"},"m":{"M":{"__proto__":{"S":"own"},"constructor":{"N":"1"}}}}';
    await callRaw(served, 'PutItem', `{"TableName":"hash","Item":${item}}`);
    const { json } = await callRaw(served, 'GetItem', { TableName: 'hash', Key: { pk: { S: 'proto' } } });
    expect(JSON.stringify(json['Item'])).toBe(item);
    await expect(
      put({ Item: { pk: { S: 'types' } }, ConditionExpression: 'attribute_exists(toString)' }),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('a put replaces the whole item and can return the old one', async () => {
    expect(
      (await put({ Item: { pk: { S: 'r' }, a: { N: '1' } }, ReturnValues: 'ALL_OLD' })).Attributes,
    ).toBeUndefined();
    const answer = await put({ Item: { pk: { S: 'r' }, b: { N: '2' } }, ReturnValues: 'ALL_OLD' });
    expect(answer.Attributes).toEqual({ pk: { S: 'r' }, a: { N: '1' } });
    expect(await get('r')).toEqual({ pk: { S: 'r' }, b: { N: '2' } });
  });

  test('a failed condition leaves the item, and returns it when asked', async () => {
    const there = { pk: { S: 'c' }, revision: { S: '2' } };
    await put({ Item: there });
    const late: Omit<PutItemCommandInput, 'TableName'> = {
      Item: { pk: { S: 'c' }, revision: { S: '1' } },
      ConditionExpression: 'attribute_not_exists(pk) OR #r < :r',
      ExpressionAttributeNames: { '#r': 'revision' },
      ExpressionAttributeValues: { ':r': { S: '1' } },
    };
    const failed = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };
    await expect(put(late)).rejects.toMatchObject({ ...failed, Item: undefined });
    await expect(put({ ...late, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      ...failed,
      Item: there,
    });
    expect(await get('c')).toEqual(there);
  });

  test('the caller needs PutItem on the table, and its leading key is known', async () => {
    served.authorized.length = 0;
    await put({ Item: { pk: { S: 'who' } } });
    expect(served.authorized).toEqual([
      ['dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:000000000000:table/hash', { 'dynamodb:leadingkeys': ['who'] }],
    ]);
  });
});

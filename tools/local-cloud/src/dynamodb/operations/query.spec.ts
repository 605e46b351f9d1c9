import {
  PutItemCommand,
  QueryCommand,
  paginateQuery,
  type AttributeValue,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

let served: ServedDynamoDb;
const put = (TableName: string, Item: Record<string, AttributeValue>) =>
  served.client.send(new PutItemCommand({ TableName, Item }));

beforeAll(async () => {
  served = await serveDynamoDb();
  for (const sk of ['a', 'ab', 'abc', 'b', 'c\0', 'c']) {
    const even = sk.length % 2 === 0;
    await put('items', {
      pk: { S: 'p' },
      sk: { S: sk },
      even: { BOOL: even },
      gpk: { S: 'g' },
      gsk: { N: String(sk.length) },
    });
  }
  await put('items', { pk: { S: 'p\0' }, sk: { S: 'neighbour' } });
  await put('items', { pk: { S: 'q' }, sk: { S: 'elsewhere' }, gpk: { S: 'g' }, gsk: { N: '-1.5' } });
  for (const sk of ['10', '9', '-1', '0', '1e-5', '-100']) await put('numbers', { pk: { S: 'p' }, sk: { N: sk } });
  for (const sk of [[1], [1, 0], [2], [255], [127]])
    await put('binaries', { pk: { S: 'p' }, sk: { B: new Uint8Array(sk) } });
});
afterAll(() => served.close());

const query = (input: Partial<QueryCommandInput>) =>
  served.client.send(
    new QueryCommand({
      TableName: 'items',
      KeyConditionExpression: 'pk = :p',
      ...input,
      ExpressionAttributeValues: { ':p': { S: 'p' }, ...input.ExpressionAttributeValues },
    }),
  );
const sortKeys = async (input: Partial<QueryCommandInput>) =>
  (await query(input)).Items?.map(({ sk }) => sk?.S ?? sk?.N);

describe('rule', () => {
  test.each<[string, Partial<QueryCommandInput>]>([
    ['The table does not have the specified index: nowhere', { IndexName: 'nowhere' }],
    [
      'The table does not have the specified index: nowhere',
      { IndexName: 'nowhere', KeyConditionExpression: 'gpk = :p' },
    ],
    [
      'Consistent reads are not supported on global secondary indexes',
      { IndexName: 'all-index', KeyConditionExpression: 'gpk = :p', ConsistentRead: true },
    ],
    [
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      { Limit: 0 },
    ],
    [
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
      { FilterExpression: 'sk = :p' },
    ],
    [
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
      { Select: 'SPECIFIC_ATTRIBUTES' },
    ],
    [
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
      { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'a' },
    ],
    [
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
    ],
    [
      'One or more parameter values were invalid: Global secondary index keys-index does not project [even]',
      { IndexName: 'keys-index', KeyConditionExpression: 'gpk = :p', ProjectionExpression: 'pk, even' },
    ],
    [
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys-index because its projection type is not ALL',
      { IndexName: 'keys-index', KeyConditionExpression: 'gpk = :p', Select: 'ALL_ATTRIBUTES' },
    ],
    [
      'The provided starting key is invalid: The provided key element does not match the schema',
      { ExclusiveStartKey: { pk: { S: 'p' } } },
    ],
    [
      'The provided starting key is outside query boundaries based on provided conditions',
      { ExclusiveStartKey: { pk: { S: 'q' }, sk: { S: 'a' } } },
    ],
  ])('%s', async (message, input) => {
    await expect(query(input)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('without a key condition, and with the legacy one', async () => {
    expect((await callRaw(served, 'Query', { TableName: 'items' })).json['message']).toBe(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
    expect((await callRaw(served, 'Query', { TableName: 'items', KeyConditions: {} })).status).toBe(501);
  });
});

describe('behaviour', () => {
  test('one partition in the order of its sort keys, and backwards', async () => {
    expect(await sortKeys({})).toEqual(['a', 'ab', 'abc', 'b', 'c', 'c\0']);
    expect(await sortKeys({ ScanIndexForward: false })).toEqual(['c\0', 'c', 'b', 'abc', 'ab', 'a']);
  });

  test.each<[string, readonly string[]]>([
    ['sk = :v', ['ab']],
    ['sk < :v', ['a']],
    ['sk <= :v', ['a', 'ab']],
    ['sk > :v', ['abc', 'b', 'c', 'c\0']],
    ['sk >= :v', ['ab', 'abc', 'b', 'c', 'c\0']],
    ['begins_with(sk, :v)', ['ab', 'abc']],
    ['sk BETWEEN :v AND :w', ['ab', 'abc', 'b', 'c']],
  ])('%s', async (condition, expected) => {
    const values = { ':v': { S: 'ab' }, ...(condition.includes(':w') && { ':w': { S: 'c' } }) };
    expect(
      await sortKeys({ KeyConditionExpression: `pk = :p AND ${condition}`, ExpressionAttributeValues: values }),
    ).toEqual(expected);
  });

  test('numbers sort by value, binaries by bytes', async () => {
    expect(await sortKeys({ TableName: 'numbers' })).toEqual(['-100', '-1', '0', '0.00001', '9', '10']);
    const binaries = await query({ TableName: 'binaries' });
    expect(binaries.Items?.map(({ sk }) => [...(sk?.B ?? [])])).toEqual([[1], [1, 0], [2], [127], [255]]);
    const some = await query({
      TableName: 'binaries',
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :v)',
      ExpressionAttributeValues: { ':v': { B: new Uint8Array([1]) } },
    });
    expect(some.Count).toBe(2);
  });

  test('a filter counts what it leaves out', async () => {
    const { Items, Count, ScannedCount } = await query({
      FilterExpression: 'even = :t',
      ExpressionAttributeValues: { ':t': { BOOL: true } },
    });
    expect([Items?.length, Count, ScannedCount]).toEqual([2, 2, 6]);
  });

  test('a limit counts what is read, not what the filter leaves', async () => {
    const { Items, ScannedCount, LastEvaluatedKey } = await query({
      FilterExpression: 'even = :t',
      ExpressionAttributeValues: { ':t': { BOOL: true } },
      Limit: 3,
    });
    expect([Items?.length, ScannedCount, LastEvaluatedKey?.['sk']]).toEqual([1, 3, { S: 'abc' }]);
  });

  test('Select COUNT returns no items', async () => {
    const answer = await query({ Select: 'COUNT' });
    expect([answer.Items, answer.Count]).toEqual([undefined, 6]);
  });

  test('pages of any size, forwards and backwards, are the whole', async () => {
    for (const ScanIndexForward of [true, false]) {
      for (const Limit of [1, 2, 5, 6, 7]) {
        const seen: (string | undefined)[] = [];
        const input = {
          TableName: 'items',
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
          ScanIndexForward,
        };
        for await (const page of paginateQuery({ client: served.client, pageSize: Limit }, input)) {
          seen.push(...(page.Items ?? []).map(({ sk }) => sk?.S));
        }
        const whole = ['a', 'ab', 'abc', 'b', 'c', 'c\0'];
        expect(seen).toEqual(ScanIndexForward ? whole : whole.reverse());
      }
    }
  });

  test('a page ends when its limit is reached, also at the last item', async () => {
    expect((await query({ Limit: 6 })).LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'c\0' } });
    expect((await query({ Limit: 7 })).LastEvaluatedKey).toBeUndefined();
  });

  test('a page is at most 1 MB', async () => {
    for (let i = 0; i < 4; i++)
      await put('items', { pk: { S: 'big' }, sk: { S: `${i}` }, v: { S: 'x'.repeat(300 * 1024) } });
    const first = await query({ ExpressionAttributeValues: { ':p': { S: 'big' } } });
    expect([first.Count, first.LastEvaluatedKey?.['sk']]).toEqual([3, { S: '2' }]);
    const second = await query({
      ExpressionAttributeValues: { ':p': { S: 'big' } },
      ExclusiveStartKey: first.LastEvaluatedKey,
    });
    expect([second.Count, second.LastEvaluatedKey]).toEqual([1, undefined]);
  });
});

describe('an index', () => {
  const ofIndex = (IndexName: string, more: Partial<QueryCommandInput> = {}) =>
    query({ IndexName, KeyConditionExpression: 'gpk = :p', ...more, ExpressionAttributeValues: { ':p': { S: 'g' } } });

  test('has the items that have its key, by its own order, with what it projects', async () => {
    const { Items } = await ofIndex('keys-index');
    expect(Items?.[0]).toEqual({ pk: { S: 'p' }, sk: { S: 'a' }, gpk: { S: 'g' } });
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['a', 'ab', 'abc', 'b', 'c', 'c\0', 'elsewhere']);
    const all = await ofIndex('all-index');
    expect(all.Items?.map(({ gsk }) => gsk?.N)).toEqual(['-1.5', '1', '1', '1', '2', '2', '3']);
    expect(all.Items?.[1]).toHaveProperty('even');
  });

  test('is paged by its key and the table’s', async () => {
    const first = await ofIndex('all-index', { Limit: 3 });
    expect(first.LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'b' }, gpk: { S: 'g' }, gsk: { N: '1' } });
    const rest = await ofIndex('all-index', { ExclusiveStartKey: first.LastEvaluatedKey });
    expect([first.Count, rest.Count]).toEqual([3, 4]);
  });

  test('follows its items: the key changes, goes and comes', async () => {
    const Item = { pk: { S: 'moving' }, sk: { S: 'm' } };
    const seen = async (gpk: string) =>
      (
        await query({
          IndexName: 'keys-index',
          KeyConditionExpression: 'gpk = :p',
          ExpressionAttributeValues: { ':p': { S: gpk } },
        })
      ).Count;
    await put('items', { ...Item, gpk: { S: 'here' } });
    expect([await seen('here'), await seen('there')]).toEqual([1, 0]);
    await put('items', { ...Item, gpk: { S: 'there' } });
    expect([await seen('here'), await seen('there')]).toEqual([0, 1]);
    await put('items', Item);
    expect([await seen('here'), await seen('there')]).toEqual([0, 0]);
  });

  test('is what the caller needs a permission for', async () => {
    served.authorized.length = 0;
    await ofIndex('keys-index');
    expect(served.authorized).toEqual([
      [
        'dynamodb:Query',
        'arn:aws:dynamodb:us-east-1:000000000000:table/items/index/keys-index',
        { 'dynamodb:leadingkeys': ['g'] },
      ],
    ]);
  });
});

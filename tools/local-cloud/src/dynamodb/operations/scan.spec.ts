import { BatchWriteItemCommand, ScanCommand, paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { callRaw, serveDynamoDb, type ServedDynamoDb } from '../testing/served-dynamodb';

const ITEMS = 50;
let served: ServedDynamoDb;
beforeAll(async () => {
  served = await serveDynamoDb();
  const requests = Array.from({ length: ITEMS }, (_, i) => ({
    PutRequest: {
      Item: { pk: { S: `p${i % 20}` }, sk: { S: `s${i}` }, n: { N: String(i) }, ...(i < 10 && { gpk: { S: 'g' } }) },
    },
  }));
  for (let from = 0; from < ITEMS; from += 25) {
    await served.client.send(new BatchWriteItemCommand({ RequestItems: { items: requests.slice(from, from + 25) } }));
  }
});
afterAll(() => served.close());

const scan = (input: Partial<ScanCommandInput> = {}) =>
  served.client.send(new ScanCommand({ TableName: 'items', ...input }));

async function scanned(input: Partial<ScanCommandInput>, pageSize: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const page of paginateScan({ client: served.client, pageSize }, { TableName: 'items', ...input })) {
    seen.push(...(page.Items ?? []).map(({ sk }) => sk?.S ?? ''));
  }
  return seen;
}

describe('rule', () => {
  test.each<[string, Partial<ScanCommandInput>]>([
    [
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
      { Segment: 0 },
    ],
    [
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
      { TotalSegments: 4 },
    ],
    [
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
      { Segment: 5, TotalSegments: 5 },
    ],
    [
      'The provided starting key is invalid: The provided key element does not match the schema',
      { ExclusiveStartKey: { pk: { S: 'p1' }, sk: { N: '1' } } },
    ],
  ])('%s', async (message, input) => {
    await expect(scan(input)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('a starting key of another segment', async () => {
    const segments = await Promise.all([0, 1].map((Segment) => scan({ Segment, TotalSegments: 2, Limit: 1 })));
    await expect(
      scan({ Segment: 1, TotalSegments: 2, ExclusiveStartKey: segments[0]?.LastEvaluatedKey }),
    ).rejects.toMatchObject({ message: expect.stringContaining('use ExclusiveStartKey with correct Segment') });
  });

  test('the legacy parameter is refused by name', async () => {
    expect((await callRaw(served, 'Scan', { TableName: 'items', ScanFilter: {} })).status).toBe(501);
  });
});

describe('behaviour', () => {
  test('pages of any size are the whole', async () => {
    const whole = await scanned({}, 1000);
    expect(new Set(whole).size).toBe(ITEMS);
    for (const pageSize of [1, 7, 49, 50]) expect(await scanned({}, pageSize)).toEqual(whole);
  });

  test('segments are disjoint and together the whole, page by page', async () => {
    const segments = await Promise.all([0, 1, 2, 3].map((Segment) => scanned({ Segment, TotalSegments: 4 }, 3)));
    expect(segments.flat()).toHaveLength(ITEMS);
    expect(new Set(segments.flat()).size).toBe(ITEMS);
    expect(segments.every((segment) => segment.length > 0)).toBe(true);
  });

  test('a filter may look at keys, and a projection pick attributes', async () => {
    const { Items, Count, ScannedCount } = await scan({
      FilterExpression: 'begins_with(pk, :p) AND n < :n',
      ProjectionExpression: 'n',
      ExpressionAttributeValues: { ':p': { S: 'p1' }, ':n': { N: '2' } },
    });
    expect([Items, Count, ScannedCount]).toEqual([[{ n: { N: '1' } }], 1, ITEMS]);
  });

  test('an index has only the items with its key', async () => {
    expect(await scanned({ IndexName: 'keys-index' }, 4)).toHaveLength(10);
  });
});

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ComeBack } from '../errors';
import type { ItemKey } from '../ports';
import { dynamoDbTable } from './dynamodb-table';

type Input = Readonly<Record<string, unknown>>;

/** A client that answers one command after the other, the last answer for ever. */
function tableAnswering(...answers: readonly ((input: Input) => unknown)[]) {
  const inputs: Input[] = [];
  const client = {
    send: async ({ input }: { input: Input }) => {
      inputs.push(structuredClone(input));
      return answers[Math.min(inputs.length, answers.length) - 1]?.(input);
    },
  } as unknown as DynamoDBClient;
  return { table: dynamoDbTable(client, 'table'), inputs };
}
const key = (at: number): ItemKey => ({ recordId: `weather#${at}`, timestamp: '2026-03-14T09:26:53.000Z' });
const stored = (at: number) => ({ recordId: { S: key(at).recordId }, timestamp: { S: key(at).timestamp } });
const keysOf = (input: Input) => (input['RequestItems'] as { table: { Keys: ReturnType<typeof stored>[] } }).table.Keys;
const all = (input: Input) => ({ Responses: { table: [...keysOf(input)].reverse() } });

describe('items that are fetched together', () => {
  it('come in the order of their keys, a hundred a call, without those that went', async () => {
    const { table, inputs } = tableAnswering((input) => ({
      Responses: { table: [...keysOf(input)].reverse().filter(({ recordId }) => recordId.S !== 'weather#7') },
    }));
    const wanted = Array.from({ length: 250 }, (_, at) => key(at));
    const items = await table.getAll(wanted);
    expect(items.map(({ recordId }) => recordId?.S)).toEqual(
      wanted.filter((_, at) => at !== 7).map(({ recordId }) => recordId),
    );
    expect(inputs.map((input) => keysOf(input).length)).toEqual([100, 100, 50]);
  });

  it('are asked for again where a throttled table leaves some of them out', async () => {
    const { table, inputs } = tableAnswering(
      () => ({ Responses: { table: [stored(0)] }, UnprocessedKeys: { table: { Keys: [stored(1), stored(2)] } } }),
      () => ({ UnprocessedKeys: { table: { Keys: [stored(1), stored(2)] } } }),
      all,
    );
    expect(await table.getAll([key(0), key(1), key(2)])).toEqual([stored(0), stored(1), stored(2)]);
    expect(inputs.map((input) => keysOf(input).length)).toEqual([3, 2, 2]);
  });

  it('are given up with a table that never answers all of them', async () => {
    const { table, inputs } = tableAnswering(() => ({ UnprocessedKeys: { table: { Keys: [stored(0)] } } }));
    await expect(table.getAll([key(0)])).rejects.toThrow(ComeBack);
    expect(inputs).toHaveLength(5);
  });

  it('may be none', async () => {
    const { table, inputs } = tableAnswering(all);
    expect(await table.getAll([])).toEqual([]);
    expect(inputs).toEqual([]);
  });
});

describe('the items of one record', () => {
  it('are read to the last page', async () => {
    const { table, inputs } = tableAnswering(
      () => ({ Items: [stored(0)], LastEvaluatedKey: stored(0) }),
      () => ({ Items: [stored(1)] }),
    );
    expect(await table.ofRecord('file#F')).toEqual([stored(0), stored(1)]);
    expect(inputs.map((input) => [input['ConsistentRead'], input['ExclusiveStartKey']])).toEqual([
      [true, undefined],
      [true, stored(0)],
    ]);
  });
});

describe('a stretch of the index', () => {
  const range = { statusShard: 'PROCESSED#3', from: '2026', to: '2027', limit: 5 };

  it('goes on behind an entry of its shard, and says behind which it goes on', async () => {
    const { table, inputs } = tableAnswering(() => ({
      Items: [stored(1)],
      LastEvaluatedKey: { ...stored(1), statusShard: { S: 'PROCESSED#3' } },
    }));
    expect(await table.queryIndex({ ...range, after: key(0) })).toEqual({ keys: [key(1)], last: key(1) });
    expect(inputs[0]).toMatchObject({
      IndexName: 'processing-status-index',
      Limit: 5,
      ExclusiveStartKey: { ...stored(0), statusShard: { S: 'PROCESSED#3' } },
      ExpressionAttributeValues: { ':shard': { S: 'PROCESSED#3' }, ':from': { S: '2026' }, ':to': { S: '2027' } },
    });
  });

  it('that is read to its end does not say so', async () => {
    const { table } = tableAnswering(() => ({}));
    expect(await table.queryIndex(range)).toEqual({ keys: [] });
  });
});

import type { Item } from '@pipeline/record-schema';
import type { RecordStore } from '../ports';
import { leanRecords } from './lean-records';
import type { TableWire, WireAnswer } from './wire/table-wire';

const item: Item = {
  recordId: 'weather#seattle',
  timestamp: '2012-01-01T00:00:00.000Z',
  processingStatus: 'PROCESSED',
  statusShard: 'PROCESSED#3',
  payload: { rain: 0.5 },
  schemaVersion: 1,
  source: 'file:1',
  revision: 'r1',
  contentHash: 'h1',
  originRegion: 'us-east-1',
  processedAt: 7,
};
const retries = { timeLeft: () => 1_234, onRetry: () => undefined };

/** The store over a wire that says one thing, and what went over it. */
function over(answer: WireAnswer | Error) {
  const sent: unknown[][] = [];
  const wire: TableWire = {
    async send(operation, body, options) {
      sent.push([operation, JSON.parse(body), options]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const reference = { rejectedRow: async () => undefined } as unknown as RecordStore;
  return { records: leanRecords(wire, 'the-table', reference), reference, sent };
}

describe('the lean store', () => {
  it('puts an item under the write rule, and waits no longer than there is time', async () => {
    const { records, sent } = over({ status: 200, body: '{}' });
    expect(await records.put(item, retries)).toEqual({ written: true });
    expect(sent).toEqual([
      [
        'PutItem',
        {
          TableName: 'the-table',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ConditionExpression:
            'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)',
          ExpressionAttributeNames: { '#revision': 'revision', '#contentHash': 'contentHash' },
          ExpressionAttributeValues: { ':revision': { S: 'r1' }, ':contentHash': { S: 'h1' } },
          Item: {
            recordId: { S: 'weather#seattle' },
            timestamp: { S: '2012-01-01T00:00:00.000Z' },
            processingStatus: { S: 'PROCESSED' },
            statusShard: { S: 'PROCESSED#3' },
            payload: { M: { rain: { N: '0.5' } } },
            schemaVersion: { N: '1' },
            source: { S: 'file:1' },
            revision: { S: 'r1' },
            contentHash: { S: 'h1' },
            originRegion: { S: 'us-east-1' },
            processedAt: { N: '7' },
          },
        },
        { requestTimeout: 1_234 },
      ],
    ]);
  });

  it.each<[string, WireAnswer, string]>([
    [
      'a page of a load balancer',
      { status: 503, body: '<html>busy</html>' },
      'DynamoDB answered 503 with no JSON: "<html>busy</html>"',
    ],
    [
      'a page that says that all is well',
      { status: 200, body: 'welcome' },
      'DynamoDB answered 200 with no JSON: "welcome"',
    ],
    ['an error', { status: 500, body: '{"__type":"x#InternalServerError","message":"Try later."}' }, 'Try later.'],
    ['an error without words', { status: 400, body: '{"__type":"x#Something"}' }, 'UnknownError'],
  ])('says of %s what it says', async (_, answer, message) => {
    await expect(over(answer).records.put(item, retries)).rejects.toThrow(message);
  });

  it('refuses a row that DynamoDB refuses, in its words', async () => {
    const body = '{"__type":"com.amazon.coral.validate#ValidationException","message":"Item size has exceeded"}';
    await expect(over({ status: 400, body }).records.put(item, retries)).rejects.toMatchObject({
      name: 'RefuseRow',
      message: 'Item size has exceeded',
    });
  });

  it('leaves what is rare to the reference', () => {
    const { records, reference } = over({ status: 200, body: '{}' });
    expect(records.rejectedRow).toBe(reference.rejectedRow);
  });
});

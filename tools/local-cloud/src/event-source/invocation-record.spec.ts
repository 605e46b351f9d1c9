import { invocationRecord, invocationRecordKey, invocationRecordWithPayload } from './invocation-record';
import type { StreamRecord } from './stream-source';

const record = (sequence: number): StreamRecord => ({
  sequence,
  sequenceNumber: `00${sequence}`,
  at: Date.UTC(2026, 0, 2, 3, 4, sequence, 678),
  item: '',
  event: { eventID: `e${sequence}` },
  bytes: 16,
});
const options = {
  discard: {
    records: [record(1), record(2)],
    condition: 'RetryAttemptsExhausted' as const,
    invocations: 4,
    answer: { done: 0, functionError: true },
  },
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000',
  shardId: 'shardId-1',
  now: Date.UTC(2026, 0, 2, 3, 5, 9, 1),
  requestId: 'id',
};

describe('invocation record', () => {
  it('is what the Developer Guide shows', () => {
    expect(invocationRecord(options)).toEqual({
      requestContext: {
        requestId: 'id',
        functionArn: options.functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2026-01-02T03:05:09.001Z',
      DDBStreamBatchInfo: {
        shardId: 'shardId-1',
        startSequenceNumber: '001',
        endSequenceNumber: '002',
        approximateArrivalOfFirstRecord: '2026-01-02T03:04:01Z',
        approximateArrivalOfLastRecord: '2026-01-02T03:04:02Z',
        batchSize: 2,
        streamArn: options.streamArn,
      },
    });
  });

  it('names no error of a function that only named what failed, and no answer where there was none', () => {
    const { discard } = options;
    const named = { ...options, discard: { ...discard, answer: { done: 0, functionError: false } } };
    expect(invocationRecord(named)).toMatchObject({
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    });
    expect(invocationRecord(named)).not.toHaveProperty('responseContext.functionError');
    const never = { ...options, discard: { ...discard, answer: undefined } };
    expect(invocationRecord(never)).toMatchObject({ responseContext: null });
  });

  it('keeps the whole event for an object', () => {
    const { payload } = invocationRecordWithPayload(options) as { payload: string };
    expect(JSON.parse(payload)).toEqual({ Records: [{ eventID: 'e1' }, { eventID: 'e2' }] });
  });

  it('has the key that Lambda gives it', () => {
    expect(invocationRecordKey('mapping', 'shardId-1', options.now, 'id')).toBe(
      'aws/lambda/mapping/shardId-1/2026/01/02/2026-01-02T03.05.09-id',
    );
  });
});

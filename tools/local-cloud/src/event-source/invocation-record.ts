import type { Discard } from './stream-batch';
import { streamEvent } from './stream-event';

export interface InvocationRecordOptions {
  readonly discard: Discard;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  /** Of the discard, milliseconds since the epoch. */
  readonly now: number;
  readonly requestId: string;
}

const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * What Lambda tells of discarded records. A queue gets this much; an object has the event besides, as text.
 * Source: Lambda Developer Guide, "Retaining discarded records for a DynamoDB event source".
 */
export function invocationRecord(options: InvocationRecordOptions): object {
  const { discard, functionArn, streamArn, shardId, now, requestId } = options;
  const { records, condition, invocations, answer } = discard;
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: invocations },
    responseContext: answer
      ? {
          statusCode: 200,
          executedVersion: '$LATEST',
          ...(answer.functionError ? { functionError: 'Unhandled' } : {}),
        }
      : null,
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: first && seconds(first.at),
      approximateArrivalOfLastRecord: last && seconds(last.at),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** The same with the whole event, so that nothing of the records is lost. */
export const invocationRecordWithPayload = (options: InvocationRecordOptions): object => ({
  ...invocationRecord(options),
  payload: JSON.stringify(streamEvent(options.discard.records)),
});

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<id>` */
export function invocationRecordKey(mappingId: string, shardId: string, now: number, id: string): string {
  const instant = new Date(now).toISOString();
  const day = instant.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/${mappingId}/${shardId}/${day}/${instant.slice(0, 19).replaceAll(':', '.')}-${id}`;
}

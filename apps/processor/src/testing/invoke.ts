import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createHandler } from '../handler';
import putEvent from '../fixtures/s3-put-through-sqs.json';
import type { MemoryCloud } from './memory-ports';
import type { ObjectAddress } from '@pipeline/runtime-contract';
import type { Ports } from '../ports';

const [captured] = (putEvent as SQSEvent).Records as [SQSRecord];

/** The captured message with another body. */
export const message = (body: string, receives = 1, messageId = 'message-1'): SQSRecord => ({
  ...captured,
  messageId,
  receiptHandle: `handle of ${messageId}`,
  body,
  attributes: { ...captured.attributes, ApproximateReceiveCount: String(receives) },
});

/** The captured S3 event, for another object; its key is encoded as S3 does. */
export function created(...objects: readonly ObjectAddress[]): string {
  const event = JSON.parse(captured.body) as { Records: [{ s3: { object: object } }] };
  const [record] = event.Records;
  return JSON.stringify({
    Records: objects.map(({ key, versionId }) => ({
      ...record,
      s3: {
        ...record.s3,
        object: { ...record.s3.object, key: encodeURIComponent(key).replace(/%20/g, '+'), versionId },
      },
    })),
  });
}

/** Runs one batch through the real handler, for as long as `milliseconds` of the cloud's clock. */
export function invoke(
  cloud: MemoryCloud,
  records: readonly SQSRecord[],
  {
    milliseconds = 300_000,
    environment = {},
  }: { milliseconds?: number; environment?: Partial<Ports['environment']> } = {},
): Promise<SQSBatchResponse> {
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => milliseconds } as Context;
  return createHandler(cloud.ports(environment))({ Records: [...records] }, context);
}

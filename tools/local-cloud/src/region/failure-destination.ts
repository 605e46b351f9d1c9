import { randomUUID } from 'node:crypto';
import { SHARD } from '../dynamodb/operations/streams';
import { invocationRecord, invocationRecordKey, invocationRecordWithPayload } from '../event-source/invocation-record';
import type { Discard } from '../event-source/stream-batch';
import { accessKeyOf, SECRET_ACCESS_KEY } from '../lambda/function-variables';
import { queueUrl } from '../template/attributes';
import type { Plan, PlannedFunction, PlannedStreamMapping } from '../template/planned';

export interface FailureDestinationOptions {
  readonly plan: Pick<Plan, 'region' | 'account' | 'buckets' | 'queues'>;
  readonly mapping: PlannedStreamMapping;
  readonly definition: PlannedFunction;
  readonly endpoint: string;
  readonly clock: { now(): number };
}

/**
 * Keeps what a mapping gives up, where the mapping says, in the name of the function's role, as Lambda does: an object
 * with the whole event in a bucket, what it was about in a queue. Without a place it is gone, as on AWS.
 */
export function failureDestination(options: FailureDestinationOptions): (discard: Discard) => Promise<void> {
  const { plan, mapping, definition, endpoint, clock } = options;
  const configuration = {
    endpoint,
    region: plan.region,
    credentials: { accessKeyId: accessKeyOf(definition), secretAccessKey: SECRET_ACCESS_KEY },
  };
  const recordOf = (discard: Discard) => ({
    discard,
    functionArn: definition.arn,
    streamArn: mapping.streamArn,
    shardId: SHARD,
    now: clock.now(),
    requestId: randomUUID(),
  });

  const bucket = plan.buckets.find(({ arn }) => arn === mapping.onFailureArn);
  const queue = plan.queues.find(({ arn }) => arn === mapping.onFailureArn);
  if (bucket) {
    return async (discard) => {
      // Loaded only by who needs it: hardly ever does a region give up a record.
      const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
      const client = new S3Client({ ...configuration, forcePathStyle: true });
      const Key = invocationRecordKey(mapping.id, SHARD, clock.now(), randomUUID());
      const Body = JSON.stringify(invocationRecordWithPayload(recordOf(discard)));
      await client
        .send(new PutObjectCommand({ Bucket: bucket.name, Key, Body, ContentType: 'application/json' }))
        .finally(() => client.destroy());
    };
  }
  if (queue) {
    return async (discard) => {
      const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
      const client = new SQSClient(configuration);
      const QueueUrl = queueUrl(queue.name, { endpoint, account: plan.account });
      const MessageBody = JSON.stringify(invocationRecord(recordOf(discard)));
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody })).finally(() => client.destroy());
    };
  }
  return () => Promise.resolve();
}

import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type GatewayEnvironment, INCOMING_PREFIX } from '@pipeline/runtime-contract';
import type { Probes } from '../ports';

interface Clients {
  readonly table: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

type Settings = Pick<GatewayEnvironment, 'TABLE_NAME' | 'INGESTION_BUCKET' | 'INGEST_QUEUE_URL'>;

/** A key that no item has: what counts is that the table answers. */
const NOBODY = { recordId: { S: 'heartbeat#probe' }, timestamp: { S: '-' } };

/** The cheapest question of each service, by the endpoints that the data takes. */
export const awsProbes = ({ table, s3, sqs }: Clients, settings: Settings): Probes => ({
  table: (abortSignal) =>
    table.send(new GetItemCommand({ TableName: settings.TABLE_NAME, Key: NOBODY, ConsistentRead: true }), {
      abortSignal,
    }),
  bucket: (abortSignal) =>
    s3.send(new ListObjectsV2Command({ Bucket: settings.INGESTION_BUCKET, Prefix: INCOMING_PREFIX, MaxKeys: 1 }), {
      abortSignal,
    }),
  queue: (abortSignal) =>
    sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: settings.INGEST_QUEUE_URL,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
      { abortSignal },
    ),
});

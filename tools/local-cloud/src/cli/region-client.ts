import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, ScanCommand as ScanDocuments } from '@aws-sdk/lib-dynamodb';
import { fileId, type Receipt, receiptFromItem, receiptKey, type RejectedRow } from '@pipeline/record-schema';
import { bucketRole, HEARTBEAT_PREFIX, SERVICE_DIMENSION } from '@pipeline/runtime-contract';
import type { MetricStatistics } from '../lambda/metrics';
import type { RegionAddress } from '../region/boot-report';
import type { RegionStatus } from '../region/region-status';
import type { ReplicationStatus } from '../replication/replication';
import type { ReplicationSettings } from '../replication/replication-settings';
import type { DeliveredFile } from './delivered-file';

/** A region that is killed is back within seconds: its client waits for it. */
const MAX_ATTEMPTS = 12;

/** Repeats what no answer came to, as the SDK's clients do by themselves. An answer that refuses is final. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const answered = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;
      if (answered || attempt === MAX_ATTEMPTS) throw error;
      await sleep(50 * 2 ** Math.min(attempt, 6));
    }
  }
}

/** A client of the local cloud as anybody's would be: only the endpoint tells that it is not AWS. */
export class RegionClient {
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;
  readonly #dynamoDb: DynamoDBClient;
  readonly #table: DynamoDBDocumentClient;

  constructor(readonly address: RegionAddress) {
    const local = {
      region: address.region,
      endpoint: address.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: MAX_ATTEMPTS,
    };
    this.#s3 = new S3Client({ ...local, forcePathStyle: true });
    this.#sqs = new SQSClient(local);
    this.#dynamoDb = new DynamoDBClient(local);
    this.#table = DynamoDBDocumentClient.from(this.#dynamoDb);
  }

  /** Uploads a file as one version of its key. */
  async upload(dataset: string, key: string, path: string): Promise<DeliveredFile> {
    const target = { Bucket: this.address.bucket, Key: key };
    const { size } = await stat(path);
    // The SDK does not repeat what it streams. Should the first answer only be lost, there are two versions, which is legal.
    const put = await patiently(() =>
      this.#s3.send(new PutObjectCommand({ ...target, Body: createReadStream(path), ContentLength: size })),
    );
    const version = put.VersionId === undefined ? {} : { VersionId: put.VersionId };
    const head = await this.#s3.send(new HeadObjectCommand({ ...target, ...version }));
    const versionId = put.VersionId ?? put.ETag ?? '';
    return {
      dataset,
      region: this.address.region,
      key,
      path,
      fileId: fileId({ role: bucketRole(this.address.region), key, versionId }),
      lastModified: (head.LastModified ?? new Date(0)).toISOString(),
    };
  }

  async receipt({ fileId: id, lastModified }: DeliveredFile): Promise<Receipt | undefined> {
    const Key = { ...receiptKey({ fileId: id, lastModified, region: this.address.region }) };
    const command = new GetCommand({ TableName: this.address.table, Key, ConsistentRead: true });
    const { Item } = await this.#table.send(command);
    return Item ? receiptFromItem(Item) : undefined;
  }

  /** The rejected rows of a file. */
  async *rejectedRows({ fileId: id }: DeliveredFile): AsyncGenerator<RejectedRow> {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.#table.send(
        new ScanDocuments({
          TableName: this.address.table,
          FilterExpression: 'begins_with(#recordId, :prefix)',
          ExpressionAttributeNames: { '#recordId': 'recordId' },
          ExpressionAttributeValues: { ':prefix': `rejected#${id}#` },
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      yield* (page.Items ?? []) as unknown as RejectedRow[];
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  /** Every item of the table, as attribute values, but for heartbeats, which say nothing but that somebody watches. */
  async *items(): AsyncGenerator<Record<string, AttributeValue>> {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#dynamoDb.send(
        new ScanCommand({
          TableName: this.address.table,
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      yield* (page.Items ?? []).filter(({ recordId }) => !recordId?.S?.startsWith(HEARTBEAT_PREFIX));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  /** The keys of a bucket's objects, in their order. */
  async *keys(bucket: string): AsyncGenerator<string> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken }));
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  /** An object, whole. */
  async bytes(bucket: string, key: string): Promise<Uint8Array> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new Error(`S3 answered without the bytes of ${key}.`);
    return Body.transformToByteArray();
  }

  /** How far replication is, as the region itself says; heartbeats, of which there are always some on their way, left out. */
  replication = (): Promise<ReplicationStatus> =>
    this.#local(`replication?except=${encodeURIComponent(HEARTBEAT_PREFIX)}`);

  /** What is under way there now. */
  status = (): Promise<RegionStatus> => this.#local('status');

  /** How far the mappings of streams are. */
  async streams(): Promise<RegionStatus['streams']> {
    return (await this.status()).streams;
  }

  /** A metric of the functions since the region's process started, by minute, for each of its sets of dimensions. */
  async metrics(metricName: string): Promise<readonly MetricStatistics[]> {
    return (await this.#local<readonly MetricStatistics[]>('metrics')).filter(({ name }) => name === metricName);
  }

  /** The sum of a metric over all datasets. */
  async metricSum(metricName: string): Promise<number> {
    return (await this.metrics(metricName))
      .filter(({ dimensions }) => Object.keys(dimensions).join() === SERVICE_DIMENSION)
      .reduce((total, { sum }) => total + sum, 0);
  }

  /** Sets the lag of what the region writes, and cuts or mends its line. */
  async disturb(settings: ReplicationSettings): Promise<void> {
    await this.#local('replication', { method: 'PUT', body: JSON.stringify(settings) });
  }

  #local<Answer>(path: string, request: RequestInit = {}): Promise<Answer> {
    return patiently(async () => {
      const response = await fetch(`${this.address.endpoint}/_local/${path}`, request);
      return (await response.json()) as Answer;
    });
  }

  /** Messages of the ingest queue: waiting, delayed or in somebody's hands. */
  async queueDepth(): Promise<number> {
    const { QueueUrl } = await this.#sqs.send(new GetQueueUrlCommand({ QueueName: this.address.queue }));
    const { Attributes } = await this.#sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesNotVisible',
          'ApproximateNumberOfMessagesDelayed',
        ],
      }),
    );
    return Object.values(Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
  }

  close(): void {
    this.#s3.destroy();
    this.#sqs.destroy();
    this.#dynamoDb.destroy();
  }
}

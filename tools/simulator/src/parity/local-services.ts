import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { runRegion } from '@pipeline/local-cloud';

export const TABLE = 'parity-table';
export const BUCKET = 'parity-bucket';

/** Seconds, and receives after which a message is moved to the dead letters. */
export const VISIBILITY = 30;
export const MAX_RECEIVES = 3;

/** The local cloud with one table, one bucket and one queue with dead letters, on a clock that only the caller moves. */
export interface LocalServices {
  readonly table: DynamoDBDocumentClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly queueUrl: (name: string) => string;
  readonly clock: { time: number; now(): number };
  stop(): Promise<void>;
}

export async function startLocalServices(time: number): Promise<LocalServices> {
  const directory = mkdtempSync(join(tmpdir(), 'parity-'));
  const assemblyDir = writeAssembly(join(directory, 'cdk.out'));
  const clock = { time, now: () => clock.time };
  const port = await freePort();
  const region = await runRegion({ assemblyDir, region: 'us-east-1', port, dataDir: join(directory, 'data'), clock });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = {
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'none' },
    maxAttempts: 1,
  };
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(client), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient(client);
  return {
    table,
    s3,
    sqs,
    clock,
    queueUrl: (name) => `${endpoint}/000000000000/${name}`,
    async stop() {
      for (const one of [table, s3, sqs]) one.destroy();
      await region.stop(0);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function writeAssembly(directory: string): string {
  const queue = (name: string, more: object = {}) => ({
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: name, VisibilityTimeout: VISIBILITY, MessageRetentionPeriod: 1_209_600, ...more },
  });
  const redrive = { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: MAX_RECEIVES };
  const template = {
    Resources: {
      DeadLetters: queue('dlq'),
      Queue: queue('ingest', { RedrivePolicy: redrive }),
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: { BucketName: BUCKET, VersioningConfiguration: { Status: 'Enabled' } },
      },
      Table: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          TableName: TABLE,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: ['recordId', 'timestamp'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          KeySchema: [
            { AttributeName: 'recordId', KeyType: 'HASH' },
            { AttributeName: 'timestamp', KeyType: 'RANGE' },
          ],
          Replicas: [{ Region: 'us-east-1' }],
        },
      },
    },
  };
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'parity.template.json'), JSON.stringify(template));
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({
      version: '48.0.0',
      artifacts: {
        parity: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://000000000000/us-east-1',
          properties: { templateFile: 'parity.template.json', stackName: 'parity' },
        },
      },
    }),
  );
  return directory;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

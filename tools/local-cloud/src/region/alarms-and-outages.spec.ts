import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { runRegion, type RunningRegion } from './run-region';
import { buildAssemblyWith } from './testing/changed-assembly';
import { freePort } from './testing/free-port';

const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'mini-alerts' } };
const policy = {
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [{ Ref: 'Alerts' }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Alerts' },
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:*:alarm:*' } },
        },
      ],
    },
  },
};
const waiting = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'mini-waiting',
    AlarmDescription: 'Messages wait.',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'mini-queue' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: 'Alerts' }],
    OKActions: [{ Ref: 'Alerts' }],
  },
};
const systemErrors = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...waiting.Properties,
    AlarmName: 'mini-table-faults',
    Namespace: 'AWS/DynamoDB',
    MetricName: 'SystemErrors',
    Dimensions: [
      { Name: 'TableName', Value: 'mini-table' },
      { Name: 'Operation', Value: 'DescribeTable' },
    ],
    Statistic: 'Sum',
    OKActions: [],
  },
};
const composite = {
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: {
    AlarmName: 'mini-any',
    AlarmRule: {
      'Fn::Join': ['', ['(ALARM("', { 'Fn::GetAtt': ['Waiting', 'Arn'] }, '") OR ALARM("mini-table-faults"))']],
    },
  },
};

describe('alarms and outages of a region', () => {
  let directory: string;
  let region: RunningRegion | undefined;
  let port: number;
  const clients: { destroy(): void }[] = [];
  const client = <Client extends { destroy(): void }>(Service: new (configuration: object) => Client): Client => {
    const made = new Service({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({ requestTimeout: 300, throwOnRequestTimeout: true }),
    });
    clients.push(made);
    return made;
  };
  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(`http://127.0.0.1:${port}/_local/${path}`, init);
    return (await response.json()) as Answer;
  };
  const stateOf = async (name: string) => {
    const alarms = await ask<{ name: string; state: string }[]>('GET', 'alarms');
    return alarms.find((alarm) => alarm.name === name)?.state;
  };
  const untilState = async (name: string, state: string) => {
    while ((await stateOf(name)) !== state) await sleep(20);
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'alarms-'));
    port = await freePort();
    const assemblyDir = buildAssemblyWith(directory, {
      Alerts: topic,
      AlertsPolicy: policy,
      Waiting: waiting,
      Faults: systemErrors,
      Any: composite,
    });
    const dataDir = join(directory, 'data');
    region = await runRegion({ assemblyDir, region: 'us-east-1', port, dataDir, minuteMs: 200 });
  });
  afterAll(async () => {
    for (const made of clients) made.destroy();
    await region?.stop(0);
    rmSync(directory, { recursive: true });
  });

  it('tells the topic of an alarm that goes on and off, and those who watch it', async () => {
    await untilState('mini-waiting', 'OK');
    await ask('PUT', 'outage', { queue: 'refuse' });
    await client(S3Client).send(new PutObjectCommand({ Bucket: 'mini-bucket', Key: 'incoming/a.txt', Body: 'a\n' }));
    await untilState('mini-waiting', 'ALARM');
    await untilState('mini-any', 'ALARM');
    await ask('PUT', 'outage', { queue: 'none' });
    await untilState('mini-waiting', 'OK');
    await untilState('mini-any', 'OK');

    const notifications = await ask<{ subject: string; message: string; publisher: string }[]>('GET', 'notifications');
    const ofWaiting = notifications.filter(({ subject }) => subject.includes('mini-waiting'));
    expect(ofWaiting.map(({ subject, publisher }) => [subject, publisher]).slice(-2)).toEqual([
      ['ALARM: "mini-waiting" in us-east-1', 'cloudwatch.amazonaws.com'],
      ['OK: "mini-waiting" in us-east-1', 'cloudwatch.amazonaws.com'],
    ]);
    expect(JSON.parse(ofWaiting.at(-2)?.message ?? '')).toMatchObject({
      AlarmName: 'mini-waiting',
      AlarmDescription: 'Messages wait.',
      OldStateValue: 'OK',
      NewStateValue: 'ALARM',
      Region: 'us-east-1',
      Trigger: { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 },
    });
  });

  const calls = [
    ['table', () => client(DynamoDBClient).send(new DescribeTableCommand({ TableName: 'mini-table' }))],
    ['bucket', () => client(S3Client).send(new HeadBucketCommand({ Bucket: 'mini-bucket' }))],
    ['queue', () => client(SQSClient).send(new GetQueueUrlCommand({ QueueName: 'mini-queue' }))],
  ] as const;
  const outages = calls.flatMap(([service, call]) =>
    (['refuse', 'hang', 'fail'] as const).map((mode) => ({ service, mode, call })),
  );

  it.each(outages)('takes the $service away: $mode', async ({ service, mode, call }) => {
    await ask('PUT', 'outage', { [service]: mode });
    const fault: unknown = await call().then(
      () => 'it answered',
      (error: unknown) => error,
    );
    const status = (fault as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    expect([fault !== 'it answered', status]).toEqual([true, mode === 'fail' ? 500 : undefined]);
    for (const [other, working] of calls) if (other !== service) await working();
    expect(await ask('PUT', 'outage', { [service]: 'none' })).toEqual({ table: 'none', bucket: 'none', queue: 'none' });
    await call();
  });

  it('counts the faults of a table', async () => {
    await ask('PUT', 'outage', { table: 'fail' });
    await expect(calls[0][1]()).rejects.toThrow();
    await ask('PUT', 'outage', { table: 'none' });
    await untilState('mini-table-faults', 'ALARM');
  });

  it('refuses what is no outage', async () => {
    for (const body of [{ table: 'slow' }, { lambda: 'hang' }, {}, { table: 'hang', queue: 1 }]) {
      expect(await ask('PUT', 'outage', body)).toEqual({
        code: 'BadRequest',
        message: 'Write {"table": "refuse"}: of table, bucket, queue each with refuse, hang, fail or none.',
      });
    }
  });
});

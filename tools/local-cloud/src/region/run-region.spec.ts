import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBClient, DescribeTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { accessKeyOf } from '../lambda/function-variables';
import { runRegion, type RunningRegion } from './run-region';
import { freePort } from './testing/free-port';
import { buildMiniAssembly } from './testing/mini-assembly';

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

describe('run a region', () => {
  let assembly: string;
  let assemblyDir: string;
  beforeAll(() => {
    assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
    assemblyDir = buildMiniAssembly(assembly);
  });
  afterAll(() => rmSync(assembly, { recursive: true }));

  let dataDir: string;
  let port: number;
  let region: RunningRegion;
  let trouble: string[];
  /** How far the region's clock is before this machine's, in milliseconds. */
  let ahead: number;
  const clients: { destroy(): void }[] = [];

  const boot = async (name = 'us-east-1') => {
    trouble = [];
    ahead = 0;
    region = await runRegion({
      assemblyDir,
      region: name,
      port,
      dataDir,
      clock: { now: () => Date.now() + ahead },
      onTrouble: (message) => trouble.push(message),
    });
    return region;
  };
  const client = <Client extends { destroy(): void }>(
    Service: new (configuration: object) => Client,
    accessKeyId = 'local',
  ): Client => {
    const created = new Service({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId, secretAccessKey: 'local' },
      forcePathStyle: true,
    });
    clients.push(created);
    return created;
  };
  const put = (Key: string, Body: string) =>
    client(S3Client).send(new PutObjectCommand({ Bucket: 'mini-bucket', Key, Body }));
  const items = async () =>
    (await client(DynamoDBClient).send(new ScanCommand({ TableName: 'mini-table' }))).Items ?? [];
  const local = async (path: string) => (await fetch(`http://127.0.0.1:${port}/_local/${path}`)).text();

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'region-'));
    port = await freePort();
  });
  afterEach(async () => {
    for (const created of clients.splice(0)) created.destroy();
    await region.stop(0);
    rmSync(dataDir, { recursive: true });
  });

  it('takes a file all the way: bucket, queue, function, table', async () => {
    const { report, status } = await boot();
    expect(report).toEqual({
      address: {
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        bucket: 'mini-bucket',
        table: 'mini-table',
        queue: 'mini-queue',
        auditBucket: '',
        api: '',
      },
      functions: [{ name: 'mini-counter', runtime: 'nodejs24.x', log: join(dataDir, 'logs/mini-counter.log') }],
      releasedInFlight: 0,
      unemulated: [{ type: 'AWS::CloudWatch::Dashboard', logicalId: 'Board', path: 'mini-east/Board' }],
    });

    await put('incoming/ä b.txt', 'one\ntwo\n');
    await put('elsewhere/c.txt', 'three\n');
    await until(async () => (await items()).length > 0);
    await until(() => status().drained);

    expect(await items()).toEqual([
      { recordId: { S: 'incoming/ä b.txt' }, timestamp: { S: expect.any(String) }, lines: { N: '2' } },
    ]);
    expect(trouble).toEqual([]);
  });

  it('shows what is under way, what was measured and what was logged', async () => {
    const { status } = await boot();
    await put('incoming/a.txt', 'one\ntwo\n');
    await until(async () => (await items()).length > 0);
    await until(() => status().drained);

    expect(JSON.parse(await local('status'))).toEqual({
      queues: [
        { name: 'mini-dlq', visible: 0, inFlight: 0, delayed: 0 },
        { name: 'mini-queue', visible: 0, inFlight: 0, delayed: 0 },
      ],
      functions: [{ name: 'mini-counter', inFlight: 0 }],
      mappings: [
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          functionName: 'mini-counter',
          queueArn: 'arn:aws:sqs:us-east-1:000000000000:mini-queue',
          state: 'Enabled',
          inFlight: 0,
        },
      ],
      streams: [],
      apis: [],
      drained: true,
      replication: { lagMs: 0, partitioned: false, replicas: [] },
    });
    expect(JSON.parse(await local('metrics'))).toContainEqual(
      expect.objectContaining({
        namespace: 'Mini',
        name: 'Lines',
        dimensions: { kind: 'text' },
        unit: 'Count',
        sum: 2,
      }),
    );
    expect(await local('logs/mini-counter')).toMatch(/START RequestId: [\s\S]*REPORT RequestId: /);
    expect(JSON.parse(await local('nothing'))).toEqual({
      code: 'NotFound',
      message:
        'There is no /_local/nothing. There are /_local/status, /_local/metrics, /_local/alarms, /_local/notifications, /_local/clock, /_local/rules, /_local/outage, /_local/replication, /_local/throttle/<table>, /_local/logs/<function> (mini-counter).',
    });
  });

  it('refuses a function what its role does not allow', async () => {
    await boot();
    await put('incoming/a.txt', 'forbidden\n');
    await until(() => region.metrics().some(({ name }) => name === 'Invocations'));
    await until(async () => /AccessDenied/.test(await local('logs/mini-counter')));

    expect(await local('logs/mini-counter')).toContain(
      'AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/mini-role/mini-counter is not authorized to perform: ' +
        'dynamodb:Scan on resource: arn:aws:dynamodb:us-east-1:000000000000:table/mini-table because no identity-based policy ' +
        'allows the dynamodb:Scan action',
    );
    expect(await items()).toEqual([]);
  });

  it('knows a function by its access key', async () => {
    const { plan } = await boot();
    const asFunction = client(DynamoDBClient, accessKeyOf(plan.functions[0]!));
    await expect(asFunction.send(new DescribeTableCommand({ TableName: 'mini-table' }))).rejects.toThrow(
      'is not authorized to perform: dynamodb:DescribeTable',
    );
  });

  it('moves a message that fails to the dead-letter queue, when its receives are used up', async () => {
    const { plan, status } = await boot();
    const sqs = client(SQSClient);
    const url = (queue: string) => `http://127.0.0.1:${port}/${plan.account}/${queue}`;
    const send = (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl: url('mini-queue'), MessageBody }));
    await until(() => status().drained);
    await send('no JSON');
    for (const times of [1, 2]) {
      await until(async () => (await local('logs/mini-counter')).split('failed: SyntaxError').length > times);
      await until(() => status().mappings.every(({ inFlight }) => inFlight === 0));
      // Past the visibility timeout; a message that arrives lets the poller look.
      ahead += 31_000;
      await send('{"Event":"s3:TestEvent"}');
    }
    const ReceiveDead = {
      QueueUrl: url('mini-dlq'),
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All' as const],
    };
    const { Messages } = await sqs.send(new ReceiveMessageCommand(ReceiveDead));
    expect(Messages).toMatchObject([
      { Body: 'no JSON', Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:mini-queue' } },
    ]);
    expect(trouble).toEqual([]);
  });

  it('goes on with its data', async () => {
    const first = await boot();
    await put('incoming/a.txt', 'one\n');
    await until(async () => (await items()).length > 0);
    await first.stop();

    await boot();
    expect(await items()).toHaveLength(1);
  });

  it('runs the other region from the same assembly, with its replica of the table', async () => {
    const west = await boot('us-west-2');
    expect(west.plan.tables.map(({ name }) => name)).toEqual(['mini-table']);
    expect(west.dynamodb.describe('mini-table')).toMatchObject({
      TableArn: 'arn:aws:dynamodb:us-west-2:000000000000:table/mini-table',
    });
  });

  describe('rule', () => {
    it('a taken port is one clear sentence, and the store is free again', async () => {
      await boot();
      const other = { assemblyDir, region: 'us-east-1', port, dataDir: join(dataDir, 'other') };
      const sentence = `Port ${port} is taken by another program. Stop it, or choose another port with --port.`;
      await expect(runRegion(other)).rejects.toThrow(sentence);
      await expect(runRegion(other)).rejects.toThrow(sentence);
    });

    it('a data directory that is in use, too', async () => {
      await boot();
      await expect(runRegion({ assemblyDir, region: 'us-east-1', port: await freePort(), dataDir })).rejects.toThrow(
        'is open in another process',
      );
    });
  });
});

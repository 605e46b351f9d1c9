import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { RegionArguments, RegionMessage, RegionRequest } from './control-messages';
import { freePort } from './testing/free-port';
import { buildMiniAssembly } from './testing/mini-assembly';
import { buildRegionProgram, forkRegion } from './testing/region-program';

type MessageOf<Type extends RegionMessage['type']> = Extract<RegionMessage, { type: Type }>;
type Request = RegionRequest extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

describe('region process', () => {
  let directory: string;
  let script: string;
  let assemblyDir: string;
  let region: RegionArguments;
  let child: ChildProcess;
  let heard: RegionMessage[];
  let s3: S3Client;
  let dynamodb: DynamoDBClient;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'region-process-'));
    script = buildRegionProgram(directory);
    assemblyDir = buildMiniAssembly(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  beforeEach(async () => {
    const port = await freePort();
    region = {
      assemblyDir,
      region: 'us-east-1',
      port,
      dataDir: mkdtempSync(join(directory, 'data-')),
    };
    const local = {
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    s3 = new S3Client(local);
    dynamodb = new DynamoDBClient(local);
  });
  afterEach(async () => {
    s3.destroy();
    dynamodb.destroy();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  const start = () => {
    heard = [];
    child = forkRegion(script, region);
    child.on('message', (message: RegionMessage) => heard.push(message));
  };
  const hears = async <Type extends RegionMessage['type']>(type: Type): Promise<MessageOf<Type>> => {
    for (;;) {
      const found = heard.find((message): message is MessageOf<Type> => message.type === type);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`The region ended with ${child.exitCode}: ${JSON.stringify(heard)}`);
      await sleep(5);
    }
  };
  const put = (name: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: 'mini-bucket', Key: `incoming/${name}`, Body }));
  const ask = async <Type extends RegionMessage['type']>(request: Request, answer: Type): Promise<MessageOf<Type>> => {
    heard = [];
    child.send({ ...request, id: 1 });
    return hears(answer);
  };
  const drained = async () => {
    while (!(await ask({ type: 'status' }, 'status')).status.drained) await sleep(10);
  };

  it('says when it runs, answers, and ends when it is asked to', async () => {
    start();
    expect(await hears('ready')).toEqual({
      type: 'ready',
      address: {
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${region.port}`,
        bucket: 'mini-bucket',
        table: 'mini-table',
        queue: 'mini-queue',
        auditBucket: '',
        api: '',
      },
      released: 0,
      unemulated: [{ type: 'AWS::CloudWatch::Dashboard', count: 1 }],
    });
    await drained();
    const { metrics } = await ask({ type: 'metrics' }, 'metrics');
    expect(metrics.map(({ name }) => name)).toContain('Invocations');

    child.send({ type: 'stop' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('takes up, after a SIGKILL, what its functions had in hand', async () => {
    start();
    await hears('ready');
    await drained();
    await put('stuck.txt', 'one\n');
    while ((await ask({ type: 'status' }, 'status')).status.functions[0]?.inFlight !== 1) await sleep(10);
    child.kill('SIGKILL');
    await once(child, 'exit');

    start();
    expect(await hears('ready')).toMatchObject({ released: 1 });
    await drained();
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'mini-table' }));
    expect(Items).toMatchObject([{ recordId: { S: 'incoming/stuck.txt' } }]);
  });

  it('ends when its parent is gone', async () => {
    start();
    await hears('ready');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when its parent is gone while it waits for another region', async () => {
    // Nobody is there whose secret it could replicate.
    region = { ...region, region: 'us-west-2', peers: { 'us-east-1': 'http://127.0.0.1:1' } };
    start();
    await once(child, 'spawn');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says why it can’t run', async () => {
    region = { ...region, region: 'eu-west-1' };
    start();
    expect(await hears('fatal')).toEqual({
      type: 'fatal',
      message: 'The assembly has no stack of eu-west-1. Its regions are: us-east-1, us-west-2. Choose one of them.',
    });
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { runRegion, type RunningRegion } from './run-region';
import { freePort } from './testing/free-port';
import { buildWatchedAssembly } from './testing/watched-assembly';

const regions = ['us-east-1', 'us-west-2'] as const;
type Region = (typeof regions)[number];

interface Seen {
  readonly eventName: string;
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: { readonly Keys: { readonly recordId: { readonly S: string } } };
}

describe('the stream of each replica, watched by a function in its region', () => {
  let directory: string;
  let assemblyDir: string;
  let ports: Record<Region, number>;
  const running = new Map<Region, RunningRegion>();
  const clients: { destroy(): void }[] = [];

  const boot = async (region: Region) => {
    const peers = Object.fromEntries(regions.map((name) => [name, `http://127.0.0.1:${ports[name]}`]));
    const dataDir = join(directory, region);
    running.set(region, await runRegion({ assemblyDir, region, port: ports[region], dataDir, peers }));
  };
  const client = <Client extends { destroy(): void }>(
    Service: new (configuration: object) => Client,
    region: Region,
  ): Client => {
    const made = new Service({
      region,
      endpoint: `http://127.0.0.1:${ports[region]}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
    });
    clients.push(made);
    return made;
  };
  const keyOf = (recordId: string) => ({ recordId: { S: recordId }, timestamp: { S: '2026' } });
  const put = (region: Region, recordId: string) =>
    client(DynamoDBClient, region).send(new PutItemCommand({ TableName: 'mini-table', Item: keyOf(recordId) }));
  const seen = async (region: Region): Promise<Seen[]> => {
    const log = await (await fetch(`http://127.0.0.1:${ports[region]}/_local/logs/watcher`)).text();
    return [...log.matchAll(/SAW (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as Seen);
  };
  const namesOf = async (region: Region) =>
    (await seen(region)).map(({ eventName, dynamodb }) => `${eventName} ${dynamodb.Keys.recordId.S}`).sort();
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await sleep(20);
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'watched-'));
    assemblyDir = buildWatchedAssembly(directory);
    ports = { 'us-east-1': await freePort(), 'us-west-2': await freePort() };
    await Promise.all(regions.map(boot));
  });
  afterAll(async () => {
    for (const made of clients) made.destroy();
    await Promise.all([...running.values()].map((region) => region.stop(0)));
    rmSync(directory, { recursive: true });
  });

  it('has every change of both regions, once and unmarked, and goes on where it was after a restart', async () => {
    await Promise.all([put('us-east-1', 'east'), put('us-west-2', 'west'), put('us-east-1', 'heartbeat#us-east-1')]);
    await until(async () => (await Promise.all(regions.map(namesOf))).every(({ length }) => length >= 2));
    for (const region of regions) {
      expect(await namesOf(region)).toEqual(['INSERT east', 'INSERT west']);
      const [one, other] = await seen(region);
      expect(Object.keys(one ?? {})).toEqual(Object.keys(other ?? {}));
      expect([one?.awsRegion, one?.eventSourceARN]).toEqual([region, running.get(region)?.plan.tables[0]?.streamArn]);
    }

    await running.get('us-west-2')?.stop();
    await client(DynamoDBClient, 'us-east-1').send(
      new DeleteItemCommand({ TableName: 'mini-table', Key: keyOf('west') }),
    );
    await boot('us-west-2');
    await until(async () => (await namesOf('us-west-2')).includes('REMOVE west'));
    expect(await namesOf('us-west-2')).toEqual(['INSERT east', 'INSERT west', 'REMOVE west']);
  });

  it('keeps a poison record, whole, in the failure bucket of each region, and is not held up by it', async () => {
    await Promise.all(['before', 'poison', 'after'].map((name) => put('us-east-1', name)));
    for (const region of regions) {
      await until(async () => {
        const names = await namesOf(region);
        return names.includes('INSERT before') && names.includes('INSERT after');
      });
      const s3 = client(S3Client, region);
      const Bucket = `failures-${region}`;
      const list = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];
      await until(async () => (await list()).length > 0);
      const [kept, ...others] = await list();
      expect(others).toEqual([]);
      expect(kept?.Key).toMatch(
        /^aws\/lambda\/[0-9a-f-]{36}\/shardId-[\d-]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT[\d.]{8}-/,
      );
      const object = await s3.send(new GetObjectCommand({ Bucket, Key: kept?.Key }));
      const record = JSON.parse((await object.Body?.transformToString()) ?? '') as { payload: string };
      expect(record).toMatchObject({
        requestContext: { condition: 'RetryAttemptsExhausted' },
        responseContext: { functionError: 'Unhandled' },
        DDBStreamBatchInfo: { batchSize: 1 },
      });
      expect(JSON.parse(record.payload)).toMatchObject({ Records: [{ dynamodb: { NewImage: keyOf('poison') } }] });
      await until(async () => running.get(region)?.status().drained === true);
      expect(running.get(region)?.status().streams).toMatchObject([{ functionName: 'watcher', backlog: 0 }]);
    }
  });
});

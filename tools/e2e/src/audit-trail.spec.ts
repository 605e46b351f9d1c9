import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bucketSource, verifyTrails } from '@pipeline/audit';
import { sha256Of } from '@pipeline/audit-trail';
import { type MetricName, metricNames, pipelineNames } from '@pipeline/runtime-contract';
import { awsPorts, createHandler } from '@pipeline/stream-auditor';
import { type CloudUnderTest, REGIONS, type RegionName, SAME, startCloudUnderTest } from './run-cloud';
import { partsOf, type Trail, TAMPERINGS } from './tamperings';

jest.setTimeout(300_000);

const WORKSPACE = join(__dirname, '..', '..', '..');
const CHANGES = 10_000;
const WEATHER = join(WORKSPACE, 'node_modules/vega-datasets/data/seattle-weather.csv');
const DAYS = 1_461;
const TABLE = 'serverless-processed-data-prod';
const names = (region: string) => pipelineNames({ environment: 'prod', region, primaryRegion: 'us-east-1' });

let folder: string;
let cloud: CloudUnderTest;
let begun: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-'));
  begun = Date.now();
  cloud = await startCloudUnderTest(await impatientAssembly());
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

/** The templates as they are, but for the tries until a change is given up: by those of the configuration it takes minutes. */
async function impatientAssembly(): Promise<string> {
  const assembly = join(folder, 'cdk.out');
  await cp(join(WORKSPACE, 'cdk.out'), assembly, { recursive: true });
  for (const stack of ['serverless-pipeline-prod', 'serverless-pipeline-us-west-2-prod']) {
    const path = join(assembly, `${stack}.template.json`);
    const template = await readFile(path, 'utf8');
    const changed = template.replace(/"MaximumRetryAttempts": \d+/, '"MaximumRetryAttempts": 2');
    if (changed === template) throw new Error(`${stack} has no mapping that gives up after some tries.`);
    await writeFile(path, changed);
  }
  return assembly;
}

const clientOf = (region: RegionName) => ({
  region,
  endpoint: cloud.region(region).address.endpoint,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** A metric of one dataset in a region. */
async function metric(region: RegionName, name: MetricName, dataset: string) {
  const of = (await cloud.region(region).metrics(name)).filter(({ dimensions }) => dimensions['dataset'] === dataset);
  return {
    sum: of.reduce((total, { sum }) => total + sum, 0),
    samples: of.reduce((total, { sampleCount }) => total + sampleCount, 0),
    longest: Math.max(...of.map(({ maximum }) => maximum)),
  };
}

describe.each(REGIONS)('the metrics of %s', (region) => {
  beforeAll(async () => {
    if (region !== REGIONS[0]) return;
    const weather = await readFile(WEATHER, 'utf8');
    const [header = '', ...rows] = weather.trimEnd().split('\n');
    const bad = join(folder, 'bad.csv');
    await writeFile(bad, [header, ...rows.slice(0, 3).map((row) => `${row},one too many`), ''].join('\n'));
    await cloud.load({ region, dataset: 'weather', path: WEATHER });
    // The same content in a later version of the object.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await cloud.load({ region, dataset: 'weather', path: WEATHER }, { region, dataset: 'weather', path: bad });
    expect(await cloud.comparison()).toEqual(SAME);
  });

  it('count what was audited of a dataset, by its outcome', async () => {
    const sums = async (...counted: readonly MetricName[]) =>
      Promise.all(counted.map(async (name) => (await metric(region, name, 'weather')).sum));
    const { itemsStored, itemsRenewed, itemsRejected, itemsRemoved } = metricNames;
    expect(await sums(itemsStored, itemsRenewed, itemsRejected, itemsRemoved)).toEqual([DAYS, DAYS, 3, 0]);
    expect((await metric(region, metricNames.receiptsChanged, 'weather')).sum).toBeGreaterThanOrEqual(3);
  });

  it.each([metricNames.arrivalToAudited, metricNames.auditLag])('tell its lag: %s', async (name) => {
    const { samples, longest } = await metric(region, name, 'weather');
    expect(samples).toBeGreaterThan(0);
    expect(longest).toBeGreaterThan(0);
    // In milliseconds, from an arrival that is known in whole seconds.
    expect(longest).toBeLessThan(Date.now() - begun + 1_000);
  });
});

describe('a change that nobody understands, among 10,000', () => {
  const itemAt = (index: number): Record<string, AttributeValue> => ({
    recordId: { S: `sensor-readings#poison-${index}` },
    timestamp: { S: '2026-03-14T09:26:53.000Z' },
    payload: { M: { celsius: { N: String(index) } } },
    revision: index === CHANGES / 2 ? { BOOL: true } : { S: `20260314T092653Z#file#${index}` },
  });
  const poison = itemAt(CHANGES / 2);

  beforeAll(async () => {
    const client = new DynamoDBClient(clientOf('us-east-1'));
    const starts = Array.from({ length: CHANGES / 25 }, (_, at) => at * 25).values();
    const write = async () => {
      for (const start of starts) {
        const requests = Array.from({ length: 25 }, (_, at) => ({ PutRequest: { Item: itemAt(start + at) } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }));
      }
    };
    await Promise.all([write(), write(), write(), write()]);
    client.destroy();
    expect(await cloud.comparison()).toEqual(SAME);
  });

  it.each(REGIONS)('leaves 9,999 audited in %s, and is whole in the on-failure destination', async (region) => {
    const audited = (await cloud.trail(region)).filter(({ recordId }) => recordId.includes('#poison-'));
    expect(new Set(audited.map(({ recordId }) => recordId)).size).toBe(CHANGES - 1);
    expect(audited).toHaveLength(CHANGES - 1);

    const bucket = names(region).auditFailureBucket;
    const given: unknown[] = [];
    for await (const key of cloud.region(region).keys(bucket)) {
      const record = JSON.parse(Buffer.from(await cloud.region(region).bytes(bucket, key)).toString()) as {
        readonly payload: string;
      };
      given.push(record);
      const { Records } = JSON.parse(record.payload) as { readonly Records: readonly object[] };
      expect(Records).toMatchObject([{ eventName: 'INSERT', dynamodb: { NewImage: poison } }]);
      expect(Records).toHaveLength(1);
    }
    expect(given).toMatchObject([{ requestContext: { condition: 'RetryAttemptsExhausted' } }]);
    expect(await cloud.region(region).metricSum(metricNames.poisonRecords)).toBeGreaterThan(0);
  });
});

describe('audit:verify', () => {
  const region = 'us-east-1';
  const bucket = names(region).auditBucket;
  let whole: Trail;

  /** Runs the command as a person would. */
  const verify = () =>
    new Promise<{ code: number | null; lines: readonly string[] }>((resolve) => {
      const script = join(WORKSPACE, 'dist/tools/audit/verify.js');
      const all = [script, `s3://${bucket}`, '--endpoint', clientOf(region).endpoint, '--json'];
      const child = execFile(process.execPath, all, (_, stdout) =>
        resolve({ code: child.exitCode, lines: stdout.trimEnd().split('\n') }),
      );
    });

  /** Makes the bucket have what the trail has: new versions, and markers that hide objects. A lock forbids neither. */
  async function serve(trail: Trail, before: Trail): Promise<void> {
    const s3 = new S3Client({ ...clientOf(region), forcePathStyle: true });
    for (const [Key, Body] of trail) {
      if (before.get(Key) !== Body) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    }
    for (const Key of before.keys()) {
      if (!trail.has(Key)) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    }
    s3.destroy();
  }

  beforeAll(async () => {
    // The function itself writes the digests, by a clock that is some hours ahead.
    const s3 = new S3Client({ ...clientOf(region), forcePathStyle: true });
    const table = new DynamoDBClient(clientOf(region));
    const nothing = () => undefined;
    const ports = awsPorts({
      environment: {
        TABLE_NAME: TABLE,
        TABLE_REGION: region,
        AUDIT_BUCKET: bucket,
        DIGEST_GRACE_MINUTES: 0,
        DIGEST_LOOKBACK_HOURS: 48,
        MAX_REPAIRS_IN_FLIGHT: 1,
        POWERTOOLS_SERVICE_NAME: 'e2e',
        POWERTOOLS_METRICS_NAMESPACE: 'e2e',
        POWERTOOLS_LOG_LEVEL: 'ERROR',
      },
      clients: { s3, table },
      clock: { now: () => Date.now() + 4 * 3_600_000 },
      log: { info: nothing, warn: nothing, error: nothing },
      metrics: { audited: nothing, conflictRepaired: nothing, poisonRecord: nothing, digestsWritten: nothing },
    });
    const context = { getRemainingTimeInMillis: () => 60_000 } as Parameters<ReturnType<typeof createHandler>>[1];
    await createHandler(ports)({ kind: 'digest' }, context);
    s3.destroy();
    table.destroy();
    whole = new Map();
    const client = cloud.region(region);
    for await (const key of client.keys(bucket)) whole.set(key, await client.bytes(bucket, key));
  });

  it('holds of what the function wrote, and counts its entries', async () => {
    const { code, lines } = await verify();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { verdict: 'holds', unsealed: 0, entries: { 'sensor-readings': CHANGES - 1 } },
    ]);
    expect(code).toBe(0);
  });

  it('says in one line what it found first', async () => {
    const { one } = partsOf(whole);
    const trail = new Map(whole).set(one, Buffer.from('something else'));
    await serve(trail, whole);
    const { code, lines } = await verify();
    await serve(whole, trail);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { kind: 'altered', key: one },
      { verdict: 'does not hold', text: expect.stringContaining(`1 found in`) as string },
    ]);
    expect(code).toBe(2);
  });

  it.each(Object.entries(TAMPERINGS))('finds that %s', async (_, { does, needsHead }) => {
    const trail = new Map(whole);
    const parts = partsOf(whole);
    const first = does(trail, parts);
    const heads = needsHead ? [sha256Of(whole.get(parts.digests[2]) ?? '')] : [];
    await serve(trail, whole);
    const s3 = new S3Client({ ...clientOf(region), forcePathStyle: true });
    const { findings } = await verifyTrails([bucketSource(s3, bucket, Date.now())], { heads });
    s3.destroy();
    await serve(whole, trail);
    expect(findings[0]).toMatchObject({ key: first });
  });
});

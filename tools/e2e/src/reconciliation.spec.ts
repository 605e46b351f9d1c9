import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fileId } from '@pipeline/record-schema';
import { driveSentinels, type Sentinels } from './drive-sentinel';
import { editedAssembly, sentinelWith } from './edited-assembly';
import { type CloudUnderTest, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(180_000);

const AIRPORTS = join(__dirname, '../../../node_modules/vega-datasets/data/airports.csv');
const ROWS = 3_376;

/** After so long an object that has no receipt was never announced; in the template it is a quarter of an hour. */
const ANNOUNCED_WITHIN_SECONDS = 1;

let folder: string;
let cloud: CloudUnderTest;
let sentinels: Sentinels;
/** The templates, of a bucket that announces nothing of the airports. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reconciliation-e2e-'));
  const assembly = await editedAssembly(join(folder, 'cdk.out'), (resources) => {
    sentinelWith(resources, { ANNOUNCED_WITHIN_SECONDS });
    for (const { Properties } of resources) {
      const rules = Properties['NotificationConfiguration'] as { QueueConfigurations: readonly unknown[] } | undefined;
      if (!rules) continue;
      rules.QueueConfigurations = rules.QueueConfigurations.filter(
        (rule) => !JSON.stringify(rule).includes('incoming/airports/'),
      );
    }
  });
  cloud = await startCloudUnderTest(assembly);
  sentinels = await driveSentinels(cloud);
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

/** @returns the version that S3 made of it */
async function put(key: string, body: string | Uint8Array): Promise<string> {
  const { endpoint, bucket } = cloud.region('us-east-1').address;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true });
  const { VersionId = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  s3.destroy();
  return VersionId;
}
const receipts = async () =>
  (await cloud.items('us-east-1')).filter(({ recordId }) => recordId?.S?.startsWith('file#'));

it('a file that S3 never announced is found within the hour, accounted for once, and what no rule matches is told', async () => {
  const key = 'incoming/airports/airports.csv';
  const versionId = await put(key, await readFile(AIRPORTS));
  await put('incoming/airports/notes.txt', 'Nobody reads this.');
  await sleep((ANNOUNCED_WITHIN_SECONDS + 1) * 1_000);
  // S3 tests its notifications when they begin; while messages wait the sentinel takes no object for a missed one.
  await until(async () => (await cloud.region('us-east-1').queueDepth()) === 0);
  expect(await receipts()).toEqual([]);

  await sentinels.reconcile('us-east-1');
  expect(await sentinels.sum('us-east-1', 'NotificationsMissed')).toBe(1);
  expect(await sentinels.sum('us-east-1', 'UnmatchedObjects')).toBe(1);
  expect((await sentinels.announced('us-east-1')).map(({ subject }) => subject)).toEqual([
    'us-east-1: 1 objects that no rule matches',
  ]);
  await until(async () => (await receipts()).some(({ processingStatus }) => processingStatus?.S === 'COMPLETED'));

  // Found, it is the file that it would have been, had S3 announced it.
  const id = fileId({ role: 'ingestion-us-east-1', key, versionId });
  expect((await receipts()).map(({ recordId, rows, stored }) => [recordId?.S, rows?.N, stored?.N])).toEqual([
    [`file#${id}`, String(ROWS), String(ROWS)],
  ]);

  await until(async () => (await cloud.region('us-east-1').queueDepth()) === 0);
  await sentinels.reconcile('us-east-1');
  expect(await sentinels.sum('us-east-1', 'NotificationsMissed')).toBe(1);
  expect(await cloud.region('us-east-1').queueDepth()).toBe(0);
  expect(await receipts()).toHaveLength(1);
});

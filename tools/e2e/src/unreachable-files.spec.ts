import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayClient, waitForFile } from '@pipeline/upload';
import { driveSentinels, type OutageSettings, type Sentinels } from './drive-sentinel';
import { editedAssembly, sentinelWith } from './edited-assembly';
import { gatewayOf } from './gateway-of';
import { type CloudUnderTest, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(180_000);

const FILE = 'date,precipitation,temp_max,temp_min,wind,weather\n2026-01-01,0.0,12.8,5.0,4.7,drizzle\n';
const LOST: OutageSettings = { table: 'refuse', bucket: 'refuse', queue: 'refuse' };
const BACK: OutageSettings = { table: 'none', bucket: 'none', queue: 'none' };
/** A region is lost after so many bad ticks, and back after so many good ones; in the template it is three, and five. */
const LOST_AFTER_TICKS = 2;
const BACK_AFTER_TICKS = 1;

let folder: string;
let cloud: CloudUnderTest;
let sentinels: Sentinels;
let gateway: GatewayClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unreachable-e2e-'));
  cloud = await startCloudUnderTest(
    await editedAssembly(join(folder, 'cdk.out'), (resources) =>
      sentinelWith(resources, { LOST_AFTER_TICKS, BACK_AFTER_TICKS }),
    ),
  );
  sentinels = await driveSentinels(cloud);
  gateway = gatewayOf(cloud);
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

interface Promised {
  readonly id: string;
  readonly key: string;
  readonly put: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

/** Asks the gateway of us-east-1 to take a file, and waits until us-west-2 knows of it. */
async function promise(fileName: string): Promise<Promised> {
  const promised = await gateway.call<Promised>('POST', '/uploads', {
    dataset: 'weather',
    fileName,
    size: FILE.length,
    sha256: createHash('sha256').update(FILE).digest('hex'),
  });
  const ticket = `upload#${promised.id}`;
  await until(async () => (await cloud.items('us-west-2')).some(({ recordId }) => recordId?.S === ticket));
  return promised;
}

/** @returns the id of the file */
async function send({ id, put }: Promised): Promise<string> {
  const { 'content-length': _, ...headers } = put.headers;
  const answer = await fetch(put.url, { method: 'PUT', headers, body: FILE });
  expect(answer.status).toBe(200);
  const versionId = answer.headers.get('x-amz-version-id') ?? '';
  const { fileId } = await gateway.call<{ fileId: string }>('GET', `/uploads/${id}?versionId=${versionId}`);
  return fileId;
}
const completed = async (fileId: string) =>
  expect(await waitForFile(gateway, fileId, 120_000, 100)).toMatchObject({ status: 'COMPLETED' });

/** The lists of us-west-2 that its producers were told, each as the keys that it names. */
const lists = async () =>
  (await sentinels.announced('us-west-2'))
    .filter(({ subject }) => subject?.includes('wait in us-east-1'))
    .map(({ message }) => message.match(/incoming\/\S+\.csv/g));
const said = async (what: string) =>
  (await sentinels.announced('us-west-2')).filter(({ subject }) => subject === `us-west-2: us-east-1 is ${what}`);

it('of a lost region are listed as long as nobody here knows that they are done, and adopted by nobody', async () => {
  const [replicated, processed, waiting] = [
    await promise('replicated.csv'),
    await promise('processed.csv'),
    await promise('waiting.csv'),
  ];
  await completed(await send(replicated));
  expect(await cloud.comparison()).toEqual(SAME);

  // The line is cut: us-east-1 takes one more file, and does not come to a second one before it is lost itself.
  await cloud.partition(true);
  await completed(await send(processed));
  await sentinels.outage('us-east-1', { queue: 'refuse' });
  const left = await send(waiting);
  await sentinels.outage('us-east-1', LOST);
  await sentinels.tick('us-west-2', LOST_AFTER_TICKS);
  expect(await said('lost')).toHaveLength(1);
  await until(async () => (await lists()).length > 0);
  expect(await lists()).toEqual([[processed.key, waiting.key].sort()]);

  // It is back, works off what waited in its queue, and tells what it has done.
  await cloud.partition(false);
  await sentinels.outage('us-east-1', BACK);
  await completed(left);
  expect(await cloud.comparison()).toEqual(SAME);
  await sentinels.tick('us-west-2', BACK_AFTER_TICKS);
  expect(await said('back')).toHaveLength(1);

  // Lost once more, it holds only what was promised since.
  const never = await promise('never-sent.csv');
  await sentinels.outage('us-east-1', LOST);
  await sentinels.tick('us-west-2', LOST_AFTER_TICKS);
  await until(async () => (await lists()).length > 1);
  expect((await lists()).at(-1)).toEqual([never.key]);
  expect(await sentinels.sum('us-west-2', 'FilesAdopted')).toBe(0);
});

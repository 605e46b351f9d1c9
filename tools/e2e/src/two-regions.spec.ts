import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricNames } from '@pipeline/runtime-contract';
import { type CloudUnderTest, REGIONS, type RegionName, SAME, startCloudUnderTest, until } from './run-cloud';
import { trailBreaches } from './trail-breaches';

/** Least length of a partition, in seconds; `.ci/run` has one of 60. */
const PARTITION_SECONDS = Number(process.env['E2E_PARTITION_SECONDS'] ?? 0);
/** From one pair of files to the next during a partition, in milliseconds. */
const PARTITION_PACE_MS = 10_000;
/** Replication lag while both regions write the same items, in seconds; without it neither hears of the other until both are done. */
const LAG_SECONDS = Number(process.env['E2E_LAG_SECONDS'] ?? 0);
jest.setTimeout(180_000 + 2_000 * PARTITION_SECONDS + 10_000 * LAG_SECONDS);

const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const MOVIES = join(__dirname, '../../../node_modules/vega-datasets/data/movies.json');

let cloud: CloudUnderTest;
let weather: readonly string[];
beforeAll(async () => {
  cloud = await startCloudUnderTest();
  weather = (await readFile(WEATHER, 'utf8')).trimEnd().split('\n');
});
afterAll(() => cloud.stop());

const other = (region: RegionName): RegionName => (region === 'us-east-1' ? 'us-west-2' : 'us-east-1');

/** A file of the same days as the original, in which every wind is another. */
async function weatherWithWind(name: string, wind: string): Promise<string> {
  const [header = '', ...rows] = weather;
  const path = join(cloud.folder, name);
  const changed = rows.map((row) => row.replace(/[^,]+(,[a-z]+)$/, `${wind}$1`));
  await writeFile(path, `${[header, ...changed].join('\n')}\n`);
  return path;
}

const itemsOf = async (region: RegionName, dataset: string) =>
  (await cloud.items(region)).filter(({ recordId }) => recordId?.S?.startsWith(`${dataset}#`));
const connected = async (region: RegionName) =>
  (await cloud.region(region).replication()).replicas.every((replica) => replica.connected);

/** Both regions must be identical, and what their audit trails tell. */
async function expectIdentical(): Promise<void> {
  expect(await cloud.comparison()).toEqual(SAME);
  const trails = Object.fromEntries(
    await Promise.all(REGIONS.map(async (region) => [region, await cloud.trail(region)] as const)),
  );
  expect(trailBreaches(trails, await cloud.items('us-east-1'))).toEqual([]);
}

/** Higher revisions that the regions' auditors have put back. */
async function repairs(): Promise<number> {
  const counts = REGIONS.map((region) => cloud.region(region).metricSum(metricNames.conflictRepaired));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The winds of all days that are in the table of a region. */
const windsOf = async (region: RegionName) => [
  ...new Set((await itemsOf(region, 'weather')).map(({ payload }) => payload?.M?.['windMetresPerSecond']?.N)),
];

describe('both regions are identical', () => {
  it.each(REGIONS)('after conflicting files in both, that of %s the older one', async (region) => {
    const before = await repairs();
    // Neither sees what the other writes until both have written all.
    const lagMs = LAG_SECONDS === 0 ? 3_600_000 : LAG_SECONDS * 1_000;
    for (const name of REGIONS) await cloud.region(name).disturb({ lagMs, partitioned: false });
    const older = await weatherWithWind(`older-${region}.csv`, '1.5');
    const newer = await weatherWithWind(`newer-${region}.csv`, '2.5');
    // The older file is uploaded first and written last.
    const uploaded = await cloud.region(region).upload('weather', `incoming/weather/older-${region}.csv`, older);
    cloud.pause(region);
    // An object's last modification is in whole seconds.
    await sleep(1_100);
    const receipts = await cloud.load({ region: other(region), dataset: 'weather', path: newer });
    cloud.resume(region);
    await until(async () => (await cloud.region(region).receipt(uploaded))?.processingStatus === 'COMPLETED');
    for (const { processingStatus, rows } of receipts) {
      expect({ processingStatus, rows }).toEqual({ processingStatus: 'COMPLETED', rows: 1_461 });
    }
    // A true lag is in the way of the repairs too.
    for (const name of REGIONS) await cloud.region(name).disturb({ lagMs: LAG_SECONDS * 1_000, partitioned: false });
    await expectIdentical();
    for (const name of REGIONS) await cloud.region(name).disturb({ lagMs: 0, partitioned: false });
    // The last writer's stood until the auditors had seen it: now the highest revision does, in every item.
    expect(await itemsOf(region, 'weather')).toHaveLength(1_461);
    expect(await windsOf(region)).toEqual(['2.5']);
    expect(await repairs()).toBeGreaterThan(before);
  });

  it('after a partition with writes on both sides', async () => {
    await cloud.partition(true);
    const end = Date.now() + PARTITION_SECONDS * 1_000;
    let files = 0;
    do {
      files += 1;
      const path = (name: RegionName) => weatherWithWind(`cut-${name}.csv`, `${files}.${name === 'us-east-1' ? 1 : 2}`);
      await cloud.load(
        ...(await Promise.all(
          REGIONS.map(async (region) => ({ region, dataset: 'weather', path: await path(region) })),
        )),
      );
      await sleep(Math.min(PARTITION_PACE_MS, Math.max(0, end - Date.now())));
    } while (Date.now() < end);
    await cloud.load({ region: 'us-west-2', dataset: 'movies', path: MOVIES });
    expect(await itemsOf('us-east-1', 'movies')).toEqual([]);
    const [status] = (await cloud.region('us-west-2').replication()).replicas;
    expect(status).toMatchObject({ connected: false });
    expect(status?.backlog).toBeGreaterThan(3_000);

    await cloud.partition(false);
    await expectIdentical();
    expect((await itemsOf('us-east-1', 'movies')).length).toBeGreaterThan(3_000);
  });

  it.each(REGIONS)('after %s was killed in the middle of a load on both', async (region) => {
    const before = cloud.restarted.length;
    const lines = Array.from({ length: 2 }, () => weather.slice(1)).flat();
    const long = async (name: RegionName) => {
      const path = join(cloud.folder, `long-${region}-${name}.csv`);
      const rows = lines.map((row, at) => row.replace(/[^,]+(,[a-z]+)$/, `${at % 50}.${name === region ? 1 : 2}$1`));
      await writeFile(path, `${[weather[0], ...rows].join('\n')}\n`);
      return { region: name, dataset: 'weather', path };
    };
    const taken = cloud.taken(region);
    const loading = cloud.load(await long('us-east-1'), await long('us-west-2'));
    await until(() => cloud.taken(region) > taken + 100);
    cloud.kill(region);
    const receipts = await loading;
    expect(cloud.restarted.slice(before)).toEqual([region]);
    for (const { processingStatus, rows, stored, duplicate, superseded } of receipts) {
      expect({ processingStatus, rows, sum: stored + duplicate + superseded }).toEqual({
        processingStatus: 'COMPLETED',
        rows: lines.length,
        sum: lines.length,
      });
    }
    await expectIdentical();
    await until(async () => (await connected('us-east-1')) && (await connected('us-west-2')));
  });
});

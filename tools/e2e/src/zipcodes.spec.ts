import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { TableItem } from '@pipeline/local-cloud';
import { type CloudUnderTest, REGIONS, type RegionName, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(1_200_000);

const path = join(__dirname, '../../../node_modules/vega-datasets/data/zipcodes.csv');
const ROWS = 42_049;

/** What does not depend on which delivery, in which region, wrote an item. */
const content = ({ recordId, timestamp, payload, contentHash, statusShard }: TableItem) =>
  JSON.stringify([recordId, timestamp, payload, contentHash, statusShard]);

/** Loads the file, and kills the region when a part of the rows is in the table. */
async function tableAfter(cloud: CloudUnderTest, region: RegionName, killedAt?: number): Promise<readonly TableItem[]> {
  const loading = cloud.load({ region, dataset: 'zipcodes', path });
  if (killedAt !== undefined) {
    await until(() => cloud.taken(region) > killedAt);
    cloud.kill(region);
  }
  const [receipt] = await loading;
  const { processingStatus, rows, stored, duplicate } = receipt ?? {};
  expect({ processingStatus, rows, sum: Number(stored) + Number(duplicate) }).toEqual({
    processingStatus: 'COMPLETED',
    rows: ROWS,
    sum: ROWS,
  });
  expect(cloud.restarted).toEqual(killedAt === undefined ? [] : [region]);
  expect(await cloud.comparison()).toEqual(SAME);
  const items = await cloud.items(region);
  return items.filter(({ recordId }) => recordId?.S?.startsWith('zipcodes#'));
}

/** Rows as sorted texts, so that they compare as sets. */
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();

(process.env['E2E_LARGE'] ? describe : describe.skip)('the postal codes', () => {
  const clouds: CloudUnderTest[] = [];
  let undisturbed: readonly TableItem[];
  let killed: readonly (readonly TableItem[])[];

  // One function takes the file and keeps one core busy: the three runs go side by side, each in a cloud of its own.
  beforeAll(async () => {
    while (clouds.length < 1 + REGIONS.length) clouds.push(await startCloudUnderTest());
    const [first, ...others] = clouds as [CloudUnderTest, ...CloudUnderTest[]];
    [undisturbed, ...killed] = await Promise.all([
      tableAfter(first, 'us-east-1'),
      ...others.map((cloud, at) => tableAfter(cloud, REGIONS[at]!, ROWS / 3)),
    ]);
  });
  afterAll(() => Promise.all(clouds.map((cloud) => cloud.stop())));

  it('are stored to the last one, leading zeros and all', () => {
    const rows = parse(readFileSync(path, 'utf8'), { columns: true }) as Readonly<Record<string, string>>[];
    expect(rows).toHaveLength(ROWS);
    const stored = undisturbed.map(({ payload }) => {
      const { zipCode, city, latitude } = payload?.M ?? {};
      return [zipCode?.S, city?.S, Number(latitude?.N)];
    });
    expect(sorted(stored)).toEqual(sorted(rows.map((row) => [row['zip_code'], row['city'], Number(row['latitude'])])));
  });

  it.each(REGIONS.map((region, at) => [region, at] as const))(
    'end as in an undisturbed run when %s is killed in their middle',
    (_, at) => expect(killed[at]!.map(content)).toEqual(undisturbed.map(content)),
  );
});

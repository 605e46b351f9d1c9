import { join } from 'node:path';
import type { TableItem } from '@pipeline/local-cloud';
import { REGIONS, type RegionName, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(1_200_000);

const path = join(__dirname, '../../../node_modules/vega-datasets/data/zipcodes.csv');
const ROWS = 42_049;

/** What does not depend on which delivery, in which region, wrote an item. */
const content = ({ recordId, timestamp, payload, contentHash, statusShard }: TableItem) =>
  JSON.stringify([recordId, timestamp, payload, contentHash, statusShard]);

/** Loads the file into a cloud of its own, and kills the region when a part of the rows is in the table. */
async function tableAfter(region: RegionName, killedAt?: number): Promise<readonly string[]> {
  const cloud = await startCloudUnderTest();
  try {
    const loading = cloud.load({ region, dataset: 'zipcodes', path });
    if (killedAt !== undefined) {
      await until(async () => (await cloud.items(region)).length > killedAt, 300);
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
    return items.filter(({ recordId }) => recordId?.S?.startsWith('zipcodes#')).map(content);
  } finally {
    await cloud.stop();
  }
}

(process.env['E2E_LARGE'] ? describe : describe.skip)('the postal codes', () => {
  let undisturbed: readonly string[];
  beforeAll(async () => {
    undisturbed = await tableAfter('us-east-1');
    expect(undisturbed).toHaveLength(ROWS);
  });

  it.each(REGIONS)('end as in an undisturbed run when %s is killed in their middle', async (region) => {
    expect(await tableAfter(region, ROWS / 3)).toEqual(undisturbed);
  });
});

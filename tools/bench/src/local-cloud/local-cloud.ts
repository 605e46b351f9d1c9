import { join } from 'node:path';
import { settled, startCloud } from '@pipeline/local-cloud';
import type { Asked, Part } from '../part';
import type { Figure } from '../section';
import { runJob } from './main-job';
import { ITEM_BYTES, loadTable } from './table-load';

/** Rows before the clock starts: the endpoint's code is compiled by then. */
const WARM_UP = 4_000;

const ROWS = 20_000;

/** The local cloud: what one region's table takes, and the whole way of a file. */
export const localCloud: Part = {
  name: 'local-cloud',
  about: "one region's table of the local cloud, and a file's whole way through it (--least judges the table)",
  async *measure(asked) {
    const figures = await measure(asked, asked.rows ?? (asked.check ? 500 : ROWS));
    yield {
      title: 'local cloud: both regions run, and every row is replicated',
      figures,
      ...(asked.check ? {} : { least: asked.least }),
    };
  },
};

async function measure({ folder, port, connections }: Asked, rows: number): Promise<readonly Figure[]> {
  // npm runs its scripts where package.json is.
  const workspace = process.cwd();
  const cloud = await startCloud(
    {
      assemblyDir: join(workspace, 'cdk.out'),
      script: join(workspace, 'dist/tools/local-cloud/region.js'),
      data: join(folder, 'data'),
      port,
      lagMs: 0,
      progress: false,
    },
    {
      message: (region, message) => {
        if (message.type === 'warning') process.stderr.write(`${region}: ${message.message}\n`);
      },
      restarted: (region, how) => void process.stderr.write(`${region} died (${how})\n`),
    },
  );
  try {
    const { region, table } = cloud.region().address;
    const work = async () => {
      const begun = performance.now();
      const seconds = await loadTable({ port, region, table, rows, warmUp: WARM_UP, connections });
      await settled(cloud.regions);
      const replicated = (performance.now() - begun) / 1_000;
      const job = await runJob(cloud.region(), folder, rows);
      return [
        { name: `conditional puts of ${ITEM_BYTES} bytes, index and replication on`, rows, seconds: [seconds] },
        { name: 'the same until the other region has them', rows: rows + WARM_UP, seconds: [replicated] },
        { name: 'a file through bucket, queue, function and table', rows: job.rows, seconds: [job.seconds] },
      ];
    };
    return await Promise.race([work(), cloud.failed]);
  } finally {
    await cloud.stop();
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { settled, startCloud } from '@pipeline/local-cloud';
import { type Figure, report } from './report';
import { runJob } from './main-job';
import { ITEM_BYTES, loadTable } from './table-load';

const HELP = `npm run bench -- [options]: what one region's table takes, and the whole way of a file, rows a second.

  --rows N         rows of each of the two (20000)
  --least N        rows a second that the table must take (1500)
  --connections N  writers of the table at once (64)
  --port N         port of the primary's endpoint; the standby has the next one (4740)
  --json           one figure a line
  --help

Both regions run, and every row is replicated. Exits with 0 when the table takes that much, with 2 when it does not, with 1
when it could not run.
`;

/** Rows before the clock starts: the endpoint's code is compiled by then. */
const WARM_UP = 4_000;

async function main(): Promise<number> {
  // The SDK's plans for Node.js 20 concern whoever updates the SDK, not whoever runs this.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { values } = parseArgs({
    options: {
      ...{ rows: { type: 'string' }, least: { type: 'string' }, connections: { type: 'string' } },
      ...{ port: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    } as const,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [rows, least, connections, port] = [
    wholeNumber('rows', values.rows ?? '20000'),
    wholeNumber('least', values.least ?? '1500'),
    wholeNumber('connections', values.connections ?? '64'),
    wholeNumber('port', values.port ?? '4740'),
  ];
  const { figures, holds, verdict } = report(await measure(rows, connections, port), least);
  process.stdout.write(values.json ? figures.map((figure) => `${JSON.stringify(figure)}\n`).join('') : '');
  process.stdout.write(values.json ? '' : table(figures));
  process.stdout.write(`${verdict}\n`);
  return holds ? 0 : 2;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${option} takes a whole number from 1 on, not "${text}".`);
}

/** Both regions in a folder that is forgotten afterwards. */
async function measure(rows: number, connections: number, port: number): Promise<readonly Omit<Figure, 'perSecond'>[]> {
  // npm runs its scripts where package.json is.
  const workspace = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-bench-'));
  try {
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
          { name: `conditional puts of ${ITEM_BYTES} bytes, index and replication on`, rows, seconds },
          { name: 'the same until the other region has them', rows: rows + WARM_UP, seconds: replicated },
          { name: 'a file through bucket, queue, function and table', ...job },
        ];
      };
      return await Promise.race([work(), cloud.failed]);
    } finally {
      await cloud.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const number = (value: number) => Math.round(value).toLocaleString('en').padStart(9);
  const lines = figures.map(
    ({ name, rows, seconds, perSecond }) =>
      `${name.padEnd(width)} ${number(rows)} rows ${seconds.toFixed(1).padStart(7)} s ${number(perSecond)} rows/s\n`,
  );
  return lines.join('');
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

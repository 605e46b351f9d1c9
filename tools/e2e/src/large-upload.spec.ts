import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CloudUnderTest, startCloudUnderTest } from './run-cloud';

jest.setTimeout(120_000);

const WORKSPACE = join(__dirname, '..', '..', '..');
const ROWS = 1_050;
/** Of each row, in a column that no schema knows: few rows make a large file. */
const PADDING_BYTES = 100_000;
/** Rows that are refused, by their number. */
const BAD = new Set([1, 500, ROWS]);

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2020-01-01');
const dayOf = (row: number): string => new Date(FIRST_DAY + row * DAY_MS).toISOString().slice(0, 10);

function* lines(): Iterable<string> {
  yield 'date,precipitation,temp_max,temp_min,wind,weather,remark\n';
  const remark = 'x'.repeat(PADDING_BYTES);
  for (let row = 1; row <= ROWS; row += 1) {
    yield `${dayOf(row)},0.0,${BAD.has(row) ? 'warm' : '12.8'},5.0,4.7,drizzle,${remark}\n`;
  }
}

let cloud: CloudUnderTest;
beforeAll(async () => {
  cloud = await startCloudUnderTest();
});
afterAll(() => cloud.stop());

/** Runs the tool as a person would. */
const upload = (path: string) =>
  new Promise<{ code: number | null; verdict: string; progress: string }>((resolve) => {
    const script = join(WORKSPACE, 'dist/tools/upload/main.js');
    const args = [script, '--gateway', cloud.region('us-east-1').address.api, 'weather', path];
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, verdict: stdout.trimEnd().split('\n').at(-1) ?? '', progress: stderr }),
    );
  });

it('a file above 100 MB goes up in parts, each signed by the gateway, and every row of it is accounted for', async () => {
  const path = join(cloud.folder, 'large.csv');
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const { size } = await stat(path);
  expect(size).toBeGreaterThan(100_000_000);

  const { code, verdict, progress } = await upload(path);
  const sum = `${ROWS} rows = ${ROWS - BAD.size} stored + 0 duplicate + 0 superseded + ${BAD.size} rejected`;
  // A file of which rows are rejected is one that somebody has to look at.
  expect({ code, verdict }).toEqual({ code: 2, verdict: expect.stringContaining(`: ${sum}`) });
  // Four parts of 32 MiB, the last one shorter.
  expect(progress.match(/ % of /g)).toHaveLength(4);

  const items = await cloud.items('us-east-1');
  const stored = items.flatMap(({ recordId, timestamp }) =>
    recordId?.S?.startsWith('weather#') ? [timestamp?.S] : [],
  );
  const expected = Array.from({ length: ROWS }, (_, at) => at + 1).filter((row) => !BAD.has(row));
  expect(stored.sort()).toEqual(expected.map((row) => `${dayOf(row)}T00:00:00.000Z`).sort());
  const rejected = items.flatMap(({ recordId, ordinal }) =>
    recordId?.S?.startsWith('rejected#') ? [Number(ordinal?.N)] : [],
  );
  expect(rejected.sort((a, b) => a - b)).toEqual([...BAD]);
});

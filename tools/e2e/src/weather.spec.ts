import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { until } from './run-cloud';
import { freePort } from './free-port';
import { type DumpedItem, type FinishedRun, runPipeline, startPipeline } from './run-pipeline';

jest.setTimeout(300_000);

const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const NONE = { rows: 0, stored: 0, duplicate: 0, superseded: 0, rejected: 0 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weather-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

/** What an independent parser makes of the file, as the table should hold it. */
const recount = (text: string) =>
  (parse(text, { columns: true }) as Record<string, string>[]).map((row) => ({
    timestamp: `${row['date']}T00:00:00.000Z`,
    precipitationMillimetres: Number(row['precipitation']),
    temperatureMaxCelsius: Number(row['temp_max']),
    temperatureMinCelsius: Number(row['temp_min']),
    windMetresPerSecond: Number(row['wind']),
    conditions: row['weather'],
  }));

const stored = (items: readonly DumpedItem[]) =>
  items
    .filter((item) => item['recordId']?.S?.startsWith('weather#'))
    .map((item) => {
      const number = (name: string) => Number(item['payload']?.M?.[name]?.N);
      return {
        timestamp: item['timestamp']?.S,
        precipitationMillimetres: number('precipitationMillimetres'),
        temperatureMaxCelsius: number('temperatureMaxCelsius'),
        temperatureMinCelsius: number('temperatureMinCelsius'),
        windMetresPerSecond: number('windMetresPerSecond'),
        conditions: item['payload']?.M?.['conditions']?.S,
      };
    })
    .sort((one, other) => (String(one.timestamp) < String(other.timestamp) ? -1 : 1));

/** What may differ between two runs of the same files. */
const comparable = (items: readonly DumpedItem[]) =>
  items
    .filter((item) => item['recordId']?.S?.startsWith('weather#'))
    .map((item) =>
      JSON.stringify([item['recordId'], item['timestamp'], item['payload'], item['contentHash'], item['statusShard']]),
    )
    .sort();

describe('the weather of Seattle', () => {
  let twice: FinishedRun;
  beforeAll(async () => {
    twice = await runPipeline(`weather=${WEATHER}`, `weather=${WEATHER}`);
  });

  it('is stored to the last row and value, and a second delivery stores nothing', async () => {
    expect(twice.code).toBe(0);
    expect(twice.receipts.map(({ status, counts }) => ({ status, counts }))).toEqual([
      { status: 'COMPLETED', counts: { ...NONE, rows: 1_461, stored: 1_461 } },
      { status: 'COMPLETED', counts: { ...NONE, rows: 1_461, duplicate: 1_461 } },
    ]);
    expect(twice.receipts[0]?.fileId).not.toBe(twice.receipts[1]?.fileId);
    const expected = recount(await readFile(WEATHER, 'utf8'));
    expect(expected).toHaveLength(1_461);
    expect(stored(twice.items)).toEqual(expected);
  });

  it('goes to both regions at once, is accounted for in each, and is one table', async () => {
    const run = await runPipeline(`weather=${WEATHER}`, `weather@us-west-2=${WEATHER}`);
    expect(run.code).toBe(0);
    expect(run.receipts.map(({ region, status, counts }) => `${region} ${status} ${counts.rows}`).sort()).toEqual([
      'us-east-1 COMPLETED 1461',
      'us-west-2 COMPLETED 1461',
    ]);
    expect(run.stderr).toContain('Both regions have the same table.');
    expect(stored(run.items)).toEqual(recount(await readFile(WEATHER, 'utf8')));
  });

  it('with bad lines in it loses exactly those, by their line, and no neighbour', async () => {
    const lines = (await readFile(WEATHER, 'utf8')).trimEnd().split('\n');
    const bad = new Map([
      [3, '2012-01-02,rain'],
      [700, '2013-99-99,0.0,1.0,1.0,1.0,sun'],
      [701, '2013-12-01,"0.0"x,1.0,1.0,1.0,sun'],
      [1_463, '2015-12-31,-1,1.0,1.0,1.0,plague'],
    ]);
    for (const [line, text] of bad) lines.splice(line - 1, 0, text);
    const run = await runPipeline(`weather=${await write('bad.csv', `${lines.join('\r\n')}\r\n`)}`);
    expect(run.code).toBe(0);
    expect(run.receipts[0]).toMatchObject({
      status: 'COMPLETED_WITH_REJECTS',
      counts: { ...NONE, rows: 1_465, stored: 1_461, rejected: 4 },
    });
    const rejected = run.items.filter((item) => item['recordId']?.S?.startsWith('rejected#'));
    const places = rejected.map((item) => Number(item['line']?.N)).sort((one, other) => one - other);
    expect(places).toEqual([...bad.keys()]);
    expect(stored(run.items)).toEqual(recount(await readFile(WEATHER, 'utf8')));
  });

  it.each([0.2, 0.8])('ends in the same table when the process is killed in the middle (%d)', async (part) => {
    const lines = (await readFile(WEATHER, 'utf8')).trimEnd().split('\n');
    const long = [lines[0], ...lines.slice(1), ...lines.slice(1)].join('\n');
    const path = await write(`long-${part}.csv`, long);
    const run = await startPipeline([`weather=${path}`]);
    const pid = await listener(run.port);
    await until(async () => (await itemsAt(run.port)) > part * 1_461);
    process.kill(pid, 'SIGKILL');
    const finished = await run.finished;
    expect(finished.stderr).toContain('us-east-1 died (SIGKILL)');
    expect(finished.stderr).toContain('Both regions have the same table.');
    expect(finished.code).toBe(0);
    expect(finished.receipts[0]?.counts).toMatchObject({ rows: 2_922, rejected: 0 });
    expect(comparable(finished.items)).toEqual(comparable(twice.items));
  });
});

describe('a person who is wrong', () => {
  it('about a dataset, a region, a file or a suffix is told so in one sentence, with exit code 1', async () => {
    const cases = [
      ['nobody=x.csv', 'There is no dataset "nobody".'],
      ['weather@eu-west-1', 'There is no region "eu-west-1". The regions are us-east-1, us-west-2.'],
      [`weather=${folder}/nowhere.csv`, `There is no file ${folder}/nowhere.csv.`],
      [`weather=${__filename}`, 'weather.spec.ts has none of the suffixes of "weather" (.csv, .csv.gz).'],
    ] as const;
    for (const [argument, sentence] of cases) {
      const run = await runPipeline(argument);
      expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 1, stdout: '' });
      expect(run.stderr).toContain(sentence);
    }
  });

  it('about the port is told who has it and what to do', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    const run = await (await startPipeline(['weather'], { port })).finished;
    server.close();
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(new RegExp(`${port}.*--port`));
  });

  it('about the file itself sees it FAILED, with exit code 2', async () => {
    const run = await runPipeline(`weather=${await write('twice.csv', 'date,date\n1,2\n')}`);
    expect(run.code).toBe(2);
    expect(run.receipts[0]).toMatchObject({ status: 'FAILED', fault: { code: 'UNREADABLE' }, counts: NONE });
  });
});

/** How many items the table of a region has: none before it answers. */
async function itemsAt(port: number): Promise<number> {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.Scan', 'content-type': 'application/x-amz-json-1.0' };
  const body = JSON.stringify({ TableName: 'serverless-processed-data-prod', Select: 'COUNT' });
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body }).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as { Count: number }).Count : 0;
}

/** The process that listens on a port, as soon as there is one. */
async function listener(port: number): Promise<number> {
  for (;;) {
    const text = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
    const line = text
      .split('\n')
      .find((process) => process.includes('region.js') && process.includes(`"port":${port}`));
    if (line) return Number(line.trim().split(/\s+/)[0]);
    await sleep(20);
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FinishedRun, runPipeline } from './run-pipeline';

jest.setTimeout(180_000);

/** Strings that broke somebody's program, and every control character, mark of order and half-forgotten line end. */
const naughty = createRequire(__filename)('big-list-of-naughty-strings') as readonly string[];
const controls = Array.from({ length: 32 }, (_, code) => `control ${String.fromCharCode(code)} inside`);
const specials = [
  0x7f, 0x85, 0xa0, 0xad, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069, 0xfeff, 0xfffd,
  0xfffe, 0xffff, 0xe000, 0x1f600, 0x1f1e6, 0x10ffff, 0x0301,
].map((code) => `special ${String.fromCodePoint(code)} inside`);
const texts = [...naughty, ...controls, ...specials];

const named = (text: string, index: number) => `${index}: ${text}`;
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const iata = (index: number) => index.toString(36).toUpperCase().padStart(4, '0');

let folder: string;
let run: FinishedRun;
let logs: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const csv = texts.map((text, index) => `${iata(index)},${quoted(named(text, index))},x,NY,USA,1,1`);
  const json = texts.map((text, index) => ({ Title: named(text, index), 'Release Date': 'Jan 01 2000' }));
  // Refused rows show their text in faults, and keep it.
  const ndjson = texts.map((text, index) =>
    JSON.stringify({ sensorId: `s-${index}`, takenAt: text, reading: { temperatureCelsius: 1 }, [text]: text }),
  );
  run = await runPipeline(
    `airports=${await write('hostile "text" (1)+é.csv', `iata,name,city,state,country,latitude,longitude\n${csv.join('\r\n')}`)}`,
    `movies=${await write('hostile.json', JSON.stringify(json))}`,
    `sensor-readings=${await write('hostile.ndjson', ndjson.join('\n'))}`,
  );
  logs = run.logs;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stored = (dataset: string, member: string) =>
  run.items
    .filter((item) => item['recordId']?.S?.startsWith(`${dataset}#`))
    .map((item) => item['payload']?.M?.[member]?.S ?? '')
    .sort();

describe(`${texts.length} kinds of hostile text`, () => {
  it('come out of the table as they went in, by CSV', () => {
    expect(texts).toHaveLength(515);
    expect(run.receipts.find(({ dataset }) => dataset === 'airports')).toMatchObject({
      counts: { rows: 515, stored: 515 },
    });
    expect(stored('airports', 'name')).toEqual(texts.map(named).sort());
  });

  it('come out of the table as they went in, by JSON, as content and as key', () => {
    expect(run.receipts.find(({ dataset }) => dataset === 'movies')).toMatchObject({
      counts: { rows: 515, stored: 515 },
    });
    expect(stored('movies', 'title')).toEqual(texts.map(named).sort());
  });

  it('are kept whole where their row is refused', () => {
    const rejected = run.items.filter((item) => item['recordId']?.S?.startsWith('rejected#'));
    expect(rejected).toHaveLength(515);
    const rows = rejected.map((item) => (JSON.parse(item['raw']?.S ?? '') as { takenAt: string }).takenAt);
    expect(rows.sort()).toEqual([...texts].sort());
  });

  it('leave every line of the log one JSON object, and are in none of them', () => {
    const lines = logs.split('\n').filter((line) => line.includes('{"'));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const parsed = JSON.parse(line.slice(line.indexOf('{"'))) as object;
      expect(typeof parsed).toBe('object');
      expect(line).not.toContain('control ');
    }
  });
});

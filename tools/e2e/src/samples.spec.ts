import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type DumpedItem, type FinishedRun, runPipeline } from './run-pipeline';
import { trailBreaches } from './trail-breaches';

jest.setTimeout(300_000);

const DATA = join(__dirname, '../../../node_modules/vega-datasets/data');
type Row = Readonly<Record<string, unknown>>;

/** The real files as independent parsers read them. The large one has a spec of its own, zipcodes. */
const csv = (file: string) => parse(readFileSync(join(DATA, file), 'utf8'), { columns: true }) as Row[];
const movies = JSON.parse(readFileSync(join(DATA, 'movies.json'), 'utf8')) as Row[];

let run: FinishedRun;
beforeAll(async () => {
  run = await runPipeline('airports', 'movies', 'orders', 'sensor-readings', 'weather');
});

const payloads = (dataset: string): readonly DumpedItem[] =>
  run.items.filter((item) => item['recordId']?.S?.startsWith(`${dataset}#`)).map((item) => item['payload']?.M ?? {});
/** Rows as sorted texts, so that they compare as sets. */
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();
const number = (value: { N?: string } | undefined) => (value?.N === undefined ? null : Number(value.N));

const counts = (dataset: string) => run.receipts.find((receipt) => receipt.dataset === dataset)?.counts;

it('adds up in every receipt', () => {
  expect(run.code).toBe(0);
  for (const { counts: c } of run.receipts) expect(c.stored + c.duplicate + c.superseded + c.rejected).toBe(c.rows);
  expect(counts('orders')).toMatchObject({ rows: 1_000, stored: 998, rejected: 2 });
  expect(counts('sensor-readings')).toMatchObject({ rows: 5_000, stored: 4_998, rejected: 2 });
});

it('has the same table in both regions at the end', () => {
  expect(run.stderr).toContain('Both regions have the same table.');
});

it('tells in the audit trail of each region, and of both, how the table came to be', () => {
  expect(run.trails['us-east-1'].length).toBeGreaterThanOrEqual(run.items.length);
  expect(trailBreaches(run.trails, run.items)).toEqual([]);
});

it('stores every airport with its values', () => {
  const expected = csv('airports.csv').map((row) => [
    row['iata'],
    row['name'],
    row['city'],
    Number(row['latitude']),
    Number(row['longitude']),
  ]);
  expect(counts('airports')).toMatchObject({ rows: 3_376, stored: 3_376 });
  expect(
    sorted(
      payloads('airports').map((p) => [
        p['iata']?.S,
        p['name']?.S,
        p['city']?.S,
        number(p['latitude']),
        number(p['longitude']),
      ]),
    ),
  ).toEqual(sorted(expected));
});

it('stores every film but the ten whose title is none, with its values', () => {
  const right = movies.filter((film) => typeof film['Title'] === 'string');
  expect(counts('movies')).toMatchObject({ rows: movies.length, stored: right.length, rejected: 10 });
  expect(
    sorted(
      payloads('movies').map((p) => [
        p['title']?.S,
        number(p['grossUsDollars']),
        number(p['imdbRating']),
        p['director']?.S ?? null,
      ]),
    ),
  ).toEqual(sorted(right.map((film) => [film['Title'], film['US Gross'], film['IMDB Rating'], film['Director']])));
  const rejected = run.items.filter(
    (item) => item['dataset']?.S === 'movies' && item['processingStatus']?.S === 'REJECTED',
  );
  // Each row is a line of this file, behind the bracket: the line of a rejected row finds its film.
  const lines = readFileSync(join(DATA, 'movies.json'), 'utf8').split('\n');
  for (const item of rejected) {
    const film = JSON.parse((lines[Number(item['line']?.N) - 1] ?? '').trim().replace(/,$/, '')) as Row;
    expect(typeof film['Title']).not.toBe('string');
  }
  expect(rejected).toHaveLength(10);
});

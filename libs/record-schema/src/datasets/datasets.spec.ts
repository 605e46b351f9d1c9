import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isLeft, isRight } from 'fp-ts/Either';
import { datasets } from '../registry';
import { rowPreparer } from '../row-preparer';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const KEYS = [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(32, 'k') }];
const PACKAGES = join(__dirname, '../../../../node_modules');

/** The rows of a sample as an independent parser reads them. */
function sampleRows(name: string): readonly unknown[] {
  const { file, from } = datasets.get(name)!.sample;
  if ('rows' in from) return [...from.rows()];
  const text = readFileSync(join(PACKAGES, from.package, from.path), 'utf8');
  return file.endsWith('.csv') ? (parse(text, { columns: true }) as object[]) : (JSON.parse(text) as object[]);
}

const prepared = (name: string, rows: readonly unknown[]) => {
  const prepare = rowPreparer(datasets.get(name)!, FILE, KEYS);
  return rows.map((row, index) => prepare(row, index + 1, 0));
};

describe('the sample of', () => {
  it.each([
    ['airports', 3_376, 0],
    ['movies', 3_201, 10],
    ['orders', 1_000, 2],
    ['sensor-readings', 5_000, 2],
    ['weather', 1_461, 0],
    ['zipcodes', 42_049, 0],
  ])('%s has %d rows, of which %d are really wrong, and every other is an item of its own', (name, rows, wrong) => {
    const results = prepared(name, sampleRows(name));
    expect(results).toHaveLength(rows);
    expect(results.filter(isLeft)).toHaveLength(wrong);
    const keys = results.filter(isRight).map(({ right }) => `${right.recordId} ${right.timestamp}`);
    expect(new Set(keys).size).toBe(rows - wrong);
  });

  it('movies is refused for its titles that are numbers or nothing, and for nothing else', () => {
    const faults = prepared('movies', sampleRows('movies')).flatMap((result) => (isLeft(result) ? result.left : []));
    expect(faults.map(({ code, path, actual }) => `${code} ${path} ${actual}`).sort()).toEqual(
      ['1408', '1776', '1941', '2012', '2046', '21', '300', '54', '9', 'null']
        .map((title) => `field.type Title ${title}`)
        .sort(),
    );
  });

  it('zipcodes keeps its leading zeros', () => {
    const [first] = prepared('zipcodes', sampleRows('zipcodes').slice(0, 1));
    expect(first).toMatchObject({ right: { recordId: 'zipcodes#00501', payload: { zipCode: '00501' } } });
  });
});

/**
 * What one row of each dataset is stored as. A change of schema or transform that changes it changes content that is
 * already stored: raise the dataset's schemaVersion, and then the line here.
 */
const golden: Readonly<
  Record<
    string,
    readonly [row: unknown, schemaVersion: number, recordId: string, timestamp: string, contentHash: string]
  >
> = {
  airports: [
    {
      iata: 'JFK',
      name: 'John F Kennedy Intl',
      city: 'New York',
      state: 'NY',
      country: 'USA',
      latitude: '40.63975',
      longitude: '-73.778925',
    },
    1,
    'airports#JFK',
    '2000-01-01T00:00:00.000Z',
    'AHoMu0HE9zoWzky7tv0CBv',
  ],
  movies: [
    { Title: 'Ran', 'Release Date': 'Dec 20 1985', 'US Gross': 7475000, 'IMDB Rating': 8.3, Director: null },
    1,
    'movies#Ran',
    '1985-12-20T00:00:00.000Z',
    'UaOIJhopwFgtFQmech5HYO',
  ],
  orders: [
    {
      orderId: 'A-1',
      placedAt: '2026-02-01T09:00:00+01:00',
      customer: { email: 'Ann@Example.com', country: 'DE' },
      currency: 'EUR',
      items: [{ sku: 'mug-1', quantity: 2, price: 9.95 }],
      total: 19.9,
    },
    1,
    'orders#A-1',
    '2026-02-01T08:00:00.000Z',
    'gVvWaZC8hxUWj5MGxAYa5C',
  ],
  'sensor-readings': [
    { sensorId: 's-1', takenAt: '2026-01-01T00:00:00Z', reading: { temperatureCelsius: 20.5 } },
    1,
    'sensor-readings#s-1',
    '2026-01-01T00:00:00.000Z',
    'tnr9pTP0zILNabXEou0AIp',
  ],
  weather: [
    { date: '2012-01-01', precipitation: '0.0', temp_max: '12.8', temp_min: '5.0', wind: '4.7', weather: 'drizzle' },
    1,
    'weather#seattle',
    '2012-01-01T00:00:00.000Z',
    'jS8QdqQpCvX9DWNxTdjNZA',
  ],
  zipcodes: [
    {
      zip_code: '00501',
      latitude: '40.922326',
      longitude: '-72.637078',
      city: 'Holtsville',
      state: 'NY',
      county: 'Suffolk',
    },
    1,
    'zipcodes#00501',
    '2000-01-01T00:00:00.000Z',
    'A8HkjB76L7nMt97UC39i2u',
  ],
};

describe('stored content', () => {
  it.each([...datasets.keys()])('of %s is what it was, or its schemaVersion is raised', (name) => {
    const [row, schemaVersion, recordId, timestamp, contentHash] = golden[name] ?? [];
    const [result] = prepared(name, [row]);
    expect(result).toMatchObject({ right: { schemaVersion, recordId, timestamp, contentHash } });
  });

  it.each([...datasets.keys()])('of %s is refused with a fault for every member that is wrong or missing', (name) => {
    const [row] = golden[name] ?? [];
    for (const member of Object.keys(row as object)) {
      const [wrong] = prepared(name, [{ ...(row as object), [member]: { no: 'value' } }]);
      const paths = wrong && isLeft(wrong) ? wrong.left.map(({ path }) => path) : [];
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.every((path) => path.startsWith(member))).toBe(true);
    }
    const [nothing] = prepared(name, [{}]);
    expect(nothing && isLeft(nothing) && nothing.left.every(({ code }) => code === 'field.missing')).toBe(true);
    for (const scalar of [null, 1, 'text', true, []]) expect(prepared(name, [scalar]).every(isLeft)).toBe(true);
  });
});

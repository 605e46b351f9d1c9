import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isLeft, isRight } from 'fp-ts/Either';
import { compileDecode, UNSURE } from '../compiled-decode';
import type { Dataset } from '../dataset';
import { canonicalDecimal, type DecimalValue } from '../decimal';
import { hash22 } from '../hash';
import { itemSize } from '../item-size';
import { datasets } from '../registry';
import { rowPreparer } from '../row-preparer';
import { membersOf } from '../structure';
import { validator } from '../validate';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const KEYS = [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(32, 'k') }];
const PACKAGES = join(__dirname, '../../../../node_modules');

type Row = Readonly<Record<string, unknown>>;

/** The rows of a sample as an independent parser reads them. */
function rowsOf({ sample: { file, from } }: Dataset): readonly Row[] {
  if ('rows' in from) return [...from.rows()] as Row[];
  const text = readFileSync(join(PACKAGES, from.package, from.path), 'utf8');
  return file.endsWith('.csv') ? (parse(text, { columns: true }) as Row[]) : (JSON.parse(text) as Row[]);
}

function preparer(dataset: Dataset): (row: unknown, index: number) => ReturnType<ReturnType<typeof rowPreparer>> {
  const prepare = rowPreparer(dataset, FILE, KEYS);
  return (row, index) => prepare(row, index + 1, 1_773_480_413_589);
}

const samples = new Map(
  [...datasets].map(([name, dataset]) => {
    const rows = rowsOf(dataset);
    const results = rows.map(preparer(dataset));
    return [name, { rows, faults: results.filter(isLeft), items: results.filter(isRight).map(({ right }) => right) }];
  }),
);
const sampleOf = (name: string) => samples.get(name)!;

describe.each([...datasets])('%s', (name, dataset) => {
  const { rows, items } = sampleOf(name);
  const good = rows.find((row) => isRight(validator(dataset)(row)))!;
  const faultsOf = (row: unknown) => {
    const result = preparer(dataset)(row, 0);
    return isLeft(result) ? result.left : [];
  };

  it('takes every row of its sample for an item of its own', () => {
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ recordId, timestamp }) => `${recordId} ${timestamp}`)).size).toBe(items.length);
  });

  it('decodes by compiled code what io-ts takes of its sample, damaged or not, and nothing else', () => {
    const decode = compileDecode(dataset.record)!;
    const damages = [undefined, null, '', 'x', '7', -1, 1e200, [], {}];
    for (const [index, row] of rows.slice(0, 1_000).entries()) {
      const member = Object.keys(row)[index % Object.keys(row).length]!;
      for (const each of [row, { ...row, [member]: damages[index % damages.length] }]) {
        const [record, decoded] = [decode(each), dataset.record.decode(each)];
        if (isLeft(decoded)) expect(record).toBe(UNSURE);
        // What is absent in one may be undefined in the other; what the schema does not name is in neither's reach.
        else expect(decoded.right).toMatchObject(JSON.parse(JSON.stringify(record)) as object);
      }
    }
  });

  // Changes whenever stored content does. After the dataset's schemaVersion was raised the snapshot has a new name and is
  // written by the next run; with the old one it is not what it was. Never update the snapshot of a version.
  it('stores what it stored, or its schemaVersion is raised', () => {
    const contents = items.map(({ recordId, timestamp, payload, contentHash }) => {
      return { recordId, timestamp, payload, contentHash };
    });
    const everything = hash22(
      contents.map(({ recordId, timestamp, contentHash }) => recordId + timestamp + contentHash).join(),
    );
    expect({ first: contents[0], last: contents.at(-1), everything }).toMatchSnapshot(
      `schema version ${dataset.schemaVersion}`,
    );
  });

  it('has little around its payload: with 700 bytes of it an item is one write unit, in each region', () => {
    // At most 290 bytes around a recordId (which may have 30), the mark of an echo and an ordinal of seven digits included.
    const source = `${FILE.fileId}:9999999`;
    const around = items.map((item) => itemSize({ ...item, recordId: '', source, echo: true, payload: {} }));
    expect(Math.max(...around)).toBeLessThanOrEqual(290);
  });

  it('reads a record that is written as a row again as the same record', () => {
    const isText = dataset.suffixes.some((suffix) => suffix.startsWith('.csv'));
    for (const row of rows.slice(0, 500)) {
      const record = validator(dataset)(row);
      if (isRight(record))
        expect(validator(dataset)(isText ? columnsOf(record.right as Row) : record.right)).toEqual(record);
    }
  });

  it('has a fault for every member that is wrong, optional ones too', () => {
    for (const member of membersOf(dataset.record as never)!.keys()) {
      const paths = faultsOf({ ...good, [member]: { no: 'value' } }).map(({ path }) => path);
      expect([member, paths]).not.toEqual([member, []]);
      expect(paths.filter((path) => !path.startsWith(member))).toEqual([]);
    }
  });

  it('has a fault for every required member that is missing, and for what is no row', () => {
    for (const member of Object.keys(good)) {
      const { [member]: _, ...others } = good;
      expect(faultsOf(others).filter(({ code, path }) => code !== 'field.missing' || path !== member)).toEqual([]);
    }
    expect(faultsOf({}).filter(({ code }) => code !== 'field.missing')).toEqual([]);
    for (const scalar of [null, 1, 'text', true, []]) expect(faultsOf(scalar)).not.toEqual([]);
  });
});

/** A record as the columns of a CSV. */
const columnsOf = (record: Row): Row =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, typeof value === 'string' ? value : canonicalDecimal(value as DecimalValue)]];
    }),
  );

describe('the samples that ship', () => {
  it.each([
    ['airports', 3_376, 0],
    ['movies', 3_201, 10],
    ['orders', 1_000, 2],
    ['sensor-readings', 5_000, 2],
    ['weather', 1_461, 0],
    ['zipcodes', 42_049, 0],
  ])('%s has %d rows, of which %d are really wrong; every other is one write unit', (name, rows, wrong) => {
    expect(sampleOf(name).rows).toHaveLength(rows);
    expect(sampleOf(name).faults).toHaveLength(wrong);
    expect(Math.max(...sampleOf(name).items.map(itemSize))).toBeLessThanOrEqual(1_024);
  });

  it('movies is refused for its titles that are numbers or nothing, and for nothing else', () => {
    const faults = sampleOf('movies').faults.flatMap(({ left }) => left);
    expect(faults.map(({ code, path, actual }) => `${code} ${path} ${actual}`).sort()).toEqual(
      ['1408', '1776', '1941', '2012', '2046', '21', '300', '54', '9', 'null']
        .map((title) => `field.type Title ${title}`)
        .sort(),
    );
  });

  it('zipcodes keeps its leading zeros', () => {
    expect(sampleOf('zipcodes').items[0]).toMatchObject({ recordId: 'zipcodes#00501', payload: { zipCode: '00501' } });
  });

  it('orders keeps no address of anybody, and the same name for the same one', () => {
    const { rows, items } = sampleOf('orders');
    expect(JSON.stringify(items)).not.toContain('@');
    const addresses = new Set(rows.map((row) => (row['customer'] as Row)['email']));
    const names = new Set(items.map(({ payload }) => (payload['customer'] as Row)['emailHash']));
    expect(names.size).toBe(addresses.size);
  });

  it('are drawn the same every time', () => {
    for (const name of ['orders', 'sensor-readings']) expect(rowsOf(datasets.get(name)!)).toEqual(sampleOf(name).rows);
  });
});

import { createReader, type Format } from '@pipeline/file-formats';
import { datasets, type RejectedRow } from '@pipeline/record-schema';
import fc from 'fast-check';
import { guarded, quoted } from './csv-row';
import { formatOfRepair, type RepairOptions } from './repair-format';

const rejected = (raw: string, more: Partial<RejectedRow> = {}): RejectedRow => ({
  recordId: 'rejected#F#2',
  timestamp: '2026-03-14T09:26:53.000Z',
  processingStatus: 'REJECTED',
  statusShard: 'REJECTED#0',
  dataset: 'weather',
  fileId: 'F',
  ordinal: 2,
  offset: 50,
  line: 3,
  length: raw.length,
  faults: [{ code: 'field.type', path: 'wind', message: 'expected a number' }],
  raw,
  originRegion: 'us-east-1',
  processedAt: 0,
  expiresAt: 0,
  ...more,
});
const CSV: Omit<RepairOptions, 'rows'> = {
  key: 'incoming/weather/a/days.csv.gz',
  dataset: datasets.get('weather'),
  asFile: true,
  continued: false,
  header: ['date', 'wind'],
};
const bodyOf = (rows: readonly RejectedRow[], more: Partial<RepairOptions> = {}) =>
  formatOfRepair({ ...CSV, ...more, rows }).body;

/** The rows of a file, as the processor reads them. */
function read(format: Format, text: string, delimiter = ','): unknown[] {
  const values: unknown[] = [];
  const reader = createReader(format, { delimiter }, (row) => {
    values.push(row.kind === 'row' ? row.value : row.faults);
  });
  reader.push(Buffer.from(text));
  reader.end();
  return values;
}

describe('rejected rows of a CSV', () => {
  it('are a file again, with what is wrong in a column more', () => {
    const repair = formatOfRepair({ ...CSV, rows: [rejected('2026-01-02,x')] });
    expect(repair).toEqual({
      contentType: 'text/csv; charset=utf-8',
      fileName: 'rejected-days.csv',
      body: 'date,wind,pipeline_fault\n2026-01-02,x,wind: expected a number\n',
    });
  });

  it('have the fault in its column where fields are missing, and on a later page too', () => {
    expect(bodyOf([rejected('2026-01-02')])).toBe('date,wind,pipeline_fault\n2026-01-02,,wind: expected a number\n');
    expect(bodyOf([rejected('2026-01-02')], { continued: true })).toBe('2026-01-02,,wind: expected a number\n');
  });

  it('have the header line that was given, and none where none is known', () => {
    expect(bodyOf([], { header: '"date", wind' })).toBe('"date", wind,pipeline_fault\n');
    const { header: _, ...unknown } = CSV;
    expect(formatOfRepair({ ...unknown, rows: [rejected('a,b')] }).body).toBe('a,b,wind: expected a number\n');
  });

  it.each([
    ['a row that is none of a CSV', rejected('"a,b\nc')],
    ['a row that was cut', rejected('"a,b\nc', { rawTruncated: true })],
  ])('have %s in one field, whole', (_, row) => {
    expect(bodyOf([row])).toBe('date,wind,pipeline_fault\n"""a,b\nc",,wind: expected a number\n');
  });

  it('have bytes that are no text in base64', () => {
    const { raw: _, ...row } = rejected('');
    expect(bodyOf([{ ...row, rawBytes: Uint8Array.of(0xff, 0xfe) }])).toContain('\n//4=,,wind');
  });

  it('calculate nothing in a spreadsheet, not in their header either', () => {
    expect(bodyOf([rejected('=1+1,@x')], { header: ['=A1', 'wind'] })).toBe(
      "'=A1,wind,pipeline_fault\n'=1+1,'@x,wind: expected a number\n",
    );
  });

  it('say every fault', () => {
    const faults = [
      { code: 'field.type', path: 'wind', message: 'wind: expected a number' },
      { code: 'csv.width', path: '', message: 'Too few, by 1.' },
    ];
    expect(bodyOf([rejected('a,b', { faults })])).toContain('\na,b,"wind: expected a number | Too few, by 1."\n');
  });

  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const hard = fc.oneof(text, fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', ' ', 'a'), maxLength: 6 }));
  const table = fc
    .record({
      names: fc.uniqueArray(
        hard.filter((name) => name !== '' && name !== 'pipeline_fault'),
        { minLength: 1, maxLength: 5, selector: guarded },
      ),
      message: hard.filter((said) => said !== ''),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
    })
    .chain(({ names, ...more }) =>
      fc.record({
        names: fc.constant(names),
        rows: fc.array(fc.array(hard, { minLength: names.length, maxLength: names.length }), { maxLength: 5 }),
        message: fc.constant(more.message),
        delimiter: fc.constant(more.delimiter),
      }),
    );

  it('are read again as they were, whatever is in their fields', () => {
    fc.assert(
      fc.property(table, ({ names, rows, message, delimiter }) => {
        const faults = [{ code: 'x', path: '', message }];
        const body = bodyOf(
          rows.map((fields) => rejected(fields.map((field) => quoted(field, delimiter)).join(delimiter), { faults })),
          { header: names, dataset: { ...datasets.get('weather')!, delimiter } },
        );
        // An apostrophe stands before what a spreadsheet would calculate.
        const expected = rows.map((fields) =>
          Object.fromEntries([
            ...names.map((name, at) => [guarded(name), guarded(fields[at] ?? '')]),
            ['pipeline_fault', guarded(message)],
          ]),
        );
        const values = read('csv', body, delimiter).map((row) => ({ ...(row as object) }));
        expect(values).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('rejected rows of JSON', () => {
  const json = { key: 'incoming/movies/m.json', dataset: datasets.get('movies') };
  const ndjson = { key: 'incoming/sensor-readings/s.ndjson', dataset: datasets.get('sensor-readings') };

  it('have what is wrong as a member more, their numbers as they were written', () => {
    const rows = [rejected('{"n":1.10, "m":2E1}'), rejected('{ }'), rejected('[1]'), rejected('{"n":')];
    const fault = '"pipeline_fault":"wind: expected a number"';
    const members = [
      `{${fault},"n":1.10, "m":2E1}`,
      `{${fault}}`,
      `{${fault},"pipeline_raw":"[1]"}`,
      `{${fault},"pipeline_raw":"{\\"n\\":"}`,
    ];
    expect(bodyOf(rows, json)).toBe(`[\n${members.join(',\n')}\n]\n`);
    expect(bodyOf(rows, ndjson)).toBe(members.map((member) => `${member}\n`).join(''));
  });

  it('are one line each as NDJSON, however they were written', () => {
    expect(bodyOf([rejected('{\n  "n": 1,\r\n  "m": 2\n}')], ndjson).split('\n')).toHaveLength(2);
  });

  it('are read again as they were, with what is wrong', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue()).filter((row) => !('__proto__' in row));
    const rows = fc.array(fc.tuple(value, fc.constantFrom(0, 2)), { maxLength: 5 });
    for (const [format, options] of [
      ['json', json],
      ['ndjson', ndjson],
    ] as const) {
      fc.assert(
        fc.property(rows, (written) => {
          const body = bodyOf(
            written.map(([row, indent]) => rejected(JSON.stringify(row, null, indent))),
            options,
          );
          const again = read(format, body).map((row) => ({ ...(row as object) }));
          expect(again).toEqual(
            written.map(([row]) => ({
              pipeline_fault: 'wind: expected a number',
              ...(JSON.parse(JSON.stringify(row)) as object),
            })),
          );
        }),
      );
    }
  });
});

describe('rejected rows of a file that is not asked for as one, or of none of the formats', () => {
  it.each([
    ['days.csv', false],
    ['days.parquet', true],
  ])('%s, as a file: %s, are NDJSON with all that is known of them', (name, asFile) => {
    const repair = formatOfRepair({ ...CSV, key: `incoming/weather/${name}`, asFile, rows: [rejected('a,b')] });
    expect([repair.contentType, repair.fileName]).toEqual(['application/x-ndjson', `rejected-${name}.ndjson`]);
    expect(JSON.parse(repair.body)).toMatchObject({ fileId: 'F', ordinal: 2, line: 3, raw: 'a,b' });
  });
});

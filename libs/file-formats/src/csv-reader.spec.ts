import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outcomes, readAll } from './fixtures/reading';

const spectrum = dirname(require.resolve('csv-spectrum/package.json'));

describe('csv-spectrum', () => {
  /**
   * This file has quotes inside an unquoted field (37°36'37.8"N), which we refuse: they are how a lost quote shows. Nor could
   * any parser match its JSON, which gives another telephone number than the CSV.
   */
  const refused = 'location_coordinates';
  const names = readdirSync(join(spectrum, 'csvs')).map((file) => file.replace('.csv', ''));
  const read = (name: string) => readAll('csv', readFileSync(join(spectrum, 'csvs', `${name}.csv`)), 5);
  const expected = (name: string): unknown => JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8'));

  it('has twelve files', () => {
    expect(names).toHaveLength(12);
    expect(names).toContain(refused);
  });

  it.each(names.filter((name) => name !== refused))('%s is equal', (name) => {
    expect(read(name).end.fault).toBeUndefined();
    expect(outcomes(read(name))).toEqual(expected(name));
  });

  it(`${refused} is refused for its stray quotes`, () => {
    expect(outcomes(read(refused))).toEqual(['csv.quote']);
    const csv = readFileSync(join(spectrum, 'csvs', `${refused}.csv`), 'utf8');
    expect(csv).not.toContain((expected(refused) as Record<string, string>)['Contact Phone Number']);
  });
});

describe('a CSV row', () => {
  it('is an object without prototype', () => {
    const [row] = readAll('csv', '__proto__,constructor\nx,y\n').rows;
    expect(Object.getPrototypeOf(row?.value)).toBeNull();
    expect(Object.entries(row?.value as object)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('knows its place in bytes and physical lines', () => {
    const { rows } = readAll('csv', '\ufeffä,b\r\n\r\n"é\n",1\r\n2,3');
    expect(rows.map(({ position, next }) => [position, next.offset, next.line])).toEqual([
      [{ ordinal: 1, offset: 11, length: 7, line: 3 }, 20, 5],
      [{ ordinal: 2, offset: 20, length: 3, line: 5 }, 23, 5],
    ]);
  });

  it('of the limit in bytes is read, one byte more is refused', () => {
    const limits = { maxRowBytes: 10 };
    const text = `a\n${'x'.repeat(10)}\n${'x'.repeat(11)}\n"${'y'.repeat(3)}\n${'y'.repeat(4)}"\n"${'y'.repeat(4)}\n${'y'.repeat(4)}"\n`;
    expect(outcomes(readAll('csv', text, Infinity, { limits }))).toEqual([
      { a: 'x'.repeat(10) },
      'row.bytes',
      { a: 'yyy\nyyyy' },
      'csv.quote',
      'csv.quote',
    ]);
  });
});

describe('a bad CSV row', () => {
  const faultsOf = (text: string, maxRowBytes = 100) =>
    readAll('csv', text, Infinity, { limits: { maxRowBytes, maxColumns: 4 } }).rows.flatMap(
      ({ faults }) => faults ?? [],
    );

  it('says how wide it is', () => {
    expect(faultsOf('a,b\n1\n')).toEqual([
      {
        code: 'csv.width',
        path: '',
        message: 'The row has 1 field, the header 2. Add or remove fields; quote a field that contains the delimiter.',
        expected: '2 fields',
        actual: '1 fields',
      },
    ]);
    expect(faultsOf('a,b\n1,2,3,4,5\n')[0]).toMatchObject({
      code: 'row.columns',
      message: 'The row has 5 columns; a row may have 4. Split the data.',
    });
  });

  it('says where a quote is wrong', () => {
    expect(faultsOf('a,b\n1,x"y\n')[0]).toMatchObject({
      code: 'csv.quote',
      path: 'b',
      message:
        'In column "b", at byte 4 of the row, a quote stands inside an unquoted field. ' +
        'Write a quote inside a field twice ("") and quote that whole field.',
    });
    expect(faultsOf('a,b\n"x"y,1\n')[0]).toMatchObject({
      path: 'a',
      message:
        'In column "a", at byte 3 of the row, "y" follows a closing quote. ' +
        'Write a quote inside a field twice ("") and quote that whole field.',
      actual: 'y',
    });
    expect(faultsOf('a,b\n1,"x')[0]).toMatchObject({
      path: 'b',
      message: 'In column "b", at byte 3 of the row, a quoted field opens that nothing closes. Close it with a quote.',
    });
    expect(faultsOf('a,b\n1,2,"x')[0]?.message).toMatch(/^At byte 5 of the row a quoted field opens/);
  });

  it('says that it is too long', () => {
    expect(faultsOf(`a\n${'x'.repeat(101)}\n`)[0]?.message).toBe(
      'The row is longer than 100 bytes, the limit of a row. Shorten or split it.',
    );
    expect(faultsOf(`a\n"x\n${'y\n'.repeat(100)}"z"\n`)[0]?.message).toBe(
      'In column "a", at byte 1 of the row, a quoted field opens, and the row does not end within 100 bytes, the limit of a row. ' +
        'Close the field with a quote, or shorten the row.',
    );
  });

  it('says which byte is not UTF-8', () => {
    const [row] = readAll('csv', Buffer.from('a\nx\xffy\n', 'latin1')).rows;
    expect(row?.faults).toEqual([
      {
        code: 'row.utf8',
        path: '',
        message: 'Byte 2 of the row, 0xff, is not UTF-8. Save the file as UTF-8.',
        expected: 'UTF-8',
        actual: '0xff',
      },
    ]);
  });
});

describe('a bad header', () => {
  const faultOf = (text: string | Buffer) =>
    readAll('csv', text, 3, { limits: { maxColumns: 4, maxRowBytes: 50 } }).end.fault;

  it.each([
    ['a,b,a\n1,2,3\n', 'Columns 1 and 3 of the header are both named "a".', 'a'],
    ['a,,c\n1,2,3\n', 'Column 2 of the header has no name.', ''],
    ['a,b,c,d,e\n', 'The header names 5 columns; a file may have 4.', ''],
    ['a,b"\n', 'The header could not be read. At byte 4 of the row a quote stands inside an unquoted field.', ''],
    [Buffer.from('a\xff\n', 'latin1'), 'The header could not be read. Byte 2 of the row, 0xff, is not UTF-8.', ''],
    ['x'.repeat(60), 'The header could not be read. The row is longer than 50 bytes', ''],
  ])('refuses the file: %j', (text, message, path) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: 'csv.header', path });
    expect(fault?.message).toContain(message);
    expect(fault?.message).toMatch(/Correct the header and deliver the file again\.$/);
  });
});

describe('options that no file can mend', () => {
  it.each(['', '"', '\n', '\r', 'ab', 'é'])('delimiter %j', (delimiter) => {
    expect(() => readAll('csv', 'a', 1, { delimiter })).toThrow(/^A CSV delimiter is one ASCII character/);
  });

  it('a start inside the object without its header', () => {
    expect(() => readAll('csv', 'a', 1, { start: { offset: 5, ordinal: 2, line: 2 } })).toThrow(
      "Reading CSV from byte 5 needs the header: pass all of the row's 'next'.",
    );
  });
});

import fc from 'fast-check';
import { outcomes, readAll, type SeenRow } from './fixtures/reading';

const limits = { maxDepth: 4, maxTrackedDepth: 6, maxRowBytes: 100, maxColumns: 3 };
const faultOf = (text: string): SeenRow['faults'] =>
  readAll('json', text, 4, { limits }).rows.find(({ faults }) => faults !== undefined)?.faults;

describe('a JSON array', () => {
  it('gives each element, its bytes and its place', () => {
    const { rows } = readAll('json', '[ {"a":1} ,\r\n\t[2]\n, "é"]');
    expect(rows.map(({ value, position, next }) => [value, position, next])).toEqual([
      [{ a: 1 }, { ordinal: 1, offset: 2, length: 7, line: 1 }, { offset: 10, ordinal: 2, line: 1 }],
      [[2], { ordinal: 2, offset: 14, length: 3, line: 2 }, { offset: 18, ordinal: 3, line: 3 }],
      ['é', { ordinal: 3, offset: 20, length: 4, line: 3 }, { offset: 24, ordinal: 4, line: 3 }],
    ]);
  });

  it('gives what JSON.parse gives, however it is written', () => {
    const space = fc.constantFrom('', ' ', '\n', '\r\n  ');
    const value = fc.json({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 8 }),
        space,
        space,
        fc.nat({ max: 3 }),
        (values, before, after, indent) => {
          const elements = values.map((text) => JSON.stringify(JSON.parse(text), null, indent));
          const text = `[${before}${elements.join(`${after},${before}`)}${after}]`;
          const reading = readAll('json', text, 1 + text.length / 3);
          expect(reading.end.fault).toBeUndefined();
          expect(outcomes(reading)).toEqual(JSON.parse(text));
        },
      ),
    );
  });
});

describe('a bad JSON row', () => {
  it('says where it is not JSON', () => {
    expect(faultOf('[{"a":1},{"a":tru},{"a":3}]')).toEqual([
      {
        code: 'json.syntax',
        path: '',
        message:
          'The row is not JSON: at its character 6, a value should stand, not "t". Write the row as JSON (RFC 8259).',
        expected: 'a value',
        actual: 'tru}',
      },
    ]);
    expect(faultOf('[{"a":1} {"a":2}]')?.[0]?.message).toBe(
      'The row is not JSON: at its character 9, the end of the row should stand, not "{". Write the row as JSON (RFC 8259).',
    );
    expect(faultOf('[1,,2]')?.[0]?.message).toBe(
      'There is no value beside this comma. Remove the comma, or write a value.',
    );
  });

  it('says that it nests too deep, holds half a character, or has too many members', () => {
    expect(faultOf('[[[[[]]]]]')).toBeUndefined();
    expect(faultOf('[[[[[[]]]]]]')?.[0]?.message).toBe('The row nests deeper than 4 levels. Write it flatter.');
    expect(faultOf('["x\\ud800"]')?.[0]).toEqual({
      code: 'json.surrogate',
      path: '',
      message:
        'At its character 3 the row escapes half of a character (\\ud800). Write both halves, or the character itself.',
      expected: 'a high and a low surrogate',
      actual: '\\ud800',
    });
    expect(faultOf('[{"a":1,"b":2,"c":3,"d":4}]')?.[0]?.code).toBe('row.columns');
  });

  it('is too long without harm to its neighbours', () => {
    const long = `{"a":"${'},{'.repeat(60)}"}`;
    const reading = readAll('json', `[1,${long},2]`, 7, { limits });
    expect(outcomes(reading)).toEqual([1, 'row.bytes', 2]);
    expect(reading.rows[1]).toMatchObject({ position: { offset: 3, length: long.length }, raw: long.slice(0, 100) });
  });
});

describe('the rest of a JSON file', () => {
  it.each([
    ['[1,{"a":[2}},3]', 3, 'A bracket closes that is not the one that is open (byte 10, line 1)'],
    ['[1,\n{"a":"b\n"},3]', 4, 'A string is not closed on its line (byte 11, line 2)'],
    ['[1,[[[[[[[]]]]]]],3]', 3, 'Brackets nest deeper than rows are followed (byte 9, line 1)'],
    ['[1,{"a":2}', 3, 'The file ends inside a row or array (byte 10, line 1)'],
    ['[1,', 3, 'The file ends inside a row or array (byte 3, line 1)'],
    ['[1]\n]', 4, 'Something follows the end of the JSON value (byte 4, line 2)'],
    ['\n1,2', 1, 'This is neither an array nor an object nor any other JSON value (byte 1, line 2)'],
  ])('of %j is lost from byte %d on', (text, offset, reason) => {
    const { rows, end } = readAll('json', text, 2, { limits });
    const message = `${reason}, so where rows end cannot be known. Correct the file there and deliver it again.`;
    expect(end.fault).toEqual({ code: 'json.lost', path: '', message });
    expect(rows.at(-1)).toMatchObject({ faults: [end.fault], position: { offset, length: text.length - offset } });
  });

  it('is a fault of the file, but no row, where nothing was written', () => {
    const { rows, end } = readAll('json', ' \n');
    expect(rows).toEqual([]);
    expect(end.fault?.message).toBe(
      'The file holds no JSON value. Deliver an array of rows ([] if there are none), or one object.',
    );
  });
});

describe('a file of one value', () => {
  it.each(['{"a":[1,{"b":2}]}', '"text"', '-12.5', 'null', 'true'])('%s is one row', (text) => {
    const reading = readAll('json', ` ${text}\n`, 2);
    expect(reading.end).toMatchObject({ rows: 1, lines: 1 });
    expect(reading.end.fault).toBeUndefined();
    expect(outcomes(reading)).toEqual([JSON.parse(text)]);
  });
});

describe('adversarial arrays', () => {
  /** Calls of JSON.parse, and characters given to it. */
  function parsed(text: string): { calls: number; characters: number } {
    const parse = jest.spyOn(JSON, 'parse');
    try {
      readAll('json', text, 4096);
      const characters = parse.mock.calls.reduce((sum, [row]) => sum + row.length, 0);
      return { calls: parse.mock.calls.length, characters };
    } finally {
      parse.mockRestore();
    }
  }

  it.each([
    ['separators inside strings', '{"a":"},{},{},{"}'],
    ['nested arrays of objects', '{"a":[{"b":1},{"b":2},{"b":3}],"c":1}'],
    ['broken rows', '{"a":}'],
  ])('%s cost few failed guesses', (_name, element) => {
    const text = `[${Array.from({ length: 2000 }, () => element).join()}]`;
    const { calls, characters } = parsed(text);
    expect(calls).toBeLessThan(2300);
    expect(characters).toBeLessThan(1.5 * text.length);
  });
});

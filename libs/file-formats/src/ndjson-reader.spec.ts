import { outcomes, readAll } from './fixtures/reading';

describe('NDJSON', () => {
  it('gives each line its place; a CR before the LF is part of the line end', () => {
    const { rows, end } = readAll('ndjson', '\ufeff{"a":"é"}\r\n \n{"a":2}', 2);
    expect(rows.map(({ value, position, next }) => [value, position, next.offset])).toEqual([
      [{ a: 'é' }, { ordinal: 1, offset: 3, length: 10, line: 1 }, 15],
      [{ a: 2 }, { ordinal: 2, offset: 17, length: 7, line: 3 }, 24],
    ]);
    expect(end).toEqual({ rows: 2, bytes: 24, lines: 2 });
  });

  it('takes lines of white space for none', () => {
    expect(readAll('ndjson', '\n \t\r\n\r\n  ').rows).toEqual([]);
  });

  it('says where a line is not JSON', () => {
    expect(readAll('ndjson', '{"a":1}\n{"a":1,}\n').rows[1]?.faults).toEqual([
      {
        code: 'json.syntax',
        path: '',
        message:
          'The row is not JSON: at its character 8, a name in double quotes should stand, not "}". Write the row as JSON (RFC 8259).',
        expected: 'a name in double quotes',
        actual: '}',
      },
    ]);
    expect(readAll('ndjson', '{"a":1').rows[0]?.faults?.[0]?.message).toBe(
      "The row is not JSON: at its character 7, ',' or '}' should stand, not the end of the row. Write the row as JSON (RFC 8259).",
    );
  });

  it('does not take two broken lines for two whole ones', () => {
    expect(outcomes(readAll('ndjson', '{"a":[1\n2]}\n{"b":3}\n'))).toEqual(['json.syntax', 'json.syntax', { b: 3 }]);
  });

  it('refuses deep nesting before anything recurses', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect(outcomes(readAll('ndjson', `${deep}\n1`))).toEqual(['json.depth', 1]);
  });

  it('refuses a long line and reads on', () => {
    const options = { limits: { maxRowBytes: 10 } };
    expect(outcomes(readAll('ndjson', '"12345678"\n"123456789"\n1', 3, options))).toEqual(['12345678', 'row.bytes', 1]);
  });
});

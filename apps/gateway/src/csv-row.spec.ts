import { guarded, quoted, splitRow } from './csv-row';

describe('a row of a CSV', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['a,', ['a', '']],
    ['"a,""b""",c', ['a,"b"', 'c']],
    ['"two\nlines",c', ['two\nlines', 'c']],
    ['', ['']],
  ])('%j has its fields', (text, fields) => {
    expect(splitRow(text, ',')).toEqual(fields);
  });

  it.each(['"a', 'a"b,c', '"a"b,c', 'a\nb'])('%j is none', (text) => {
    expect(splitRow(text, ',')).toBeUndefined();
  });
});

describe('a field', () => {
  it.each(['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '=1', '－1+1'])(
    '%j is not calculated by a spreadsheet',
    (field) => {
      expect(guarded(field)).toBe(`'${field}`);
    },
  );

  it.each(['-5.2', '+5', '1e3', '-.5', 'a=1', ''])('%j stays as it is', (field) => {
    expect(guarded(field)).toBe(field);
  });

  it('is quoted where it has to be', () => {
    expect(['a', 'a,b', 'a"b', 'a\nb', ' a'].map((field) => quoted(field, ','))).toEqual([
      'a',
      '"a,b"',
      '"a""b"',
      '"a\nb"',
      '" a"',
    ]);
  });
});

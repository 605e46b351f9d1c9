import { stripVTControlCharacters } from 'node:util';
import { receiptTable, rejectReport } from './report';

const counts = { rows: 1_461, stored: 1_460, duplicate: 0, superseded: 0, rejected: 1 };

it('shows each file with what became of its rows', () => {
  const line = { dataset: 'weather', key: 'incoming/weather/a.csv', path: '', fileId: '', region: 'us-east-1' };
  const table = stripVTControlCharacters(receiptTable([{ ...line, status: 'COMPLETED_WITH_REJECTS', counts }]));
  expect(table.split('\n').find((row) => row.includes('weather/a.csv'))).toMatch(
    /weather\/a\.csv\s+│ COMPLETED_WITH_REJECTS │\s+1,461 │\s+1,460 │\s+0 │\s+0 │\s+1 │/,
  );
});

it('sums rejects up by fault, each with an example and its line', () => {
  const example = { line: 7, message: 'wind: expected a decimal number, got "x".' };
  expect(
    stripVTControlCharacters(rejectReport('a.csv', [{ code: 'field.type', path: 'wind', rows: 3, example }])),
  ).toBe('rejected in a.csv:\n  3 × field.type at wind\n      line 7: wind: expected a decimal number, got "x".');
});

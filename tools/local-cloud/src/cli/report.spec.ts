import { stripVTControlCharacters } from 'node:util';
import { comparisonReport, failureReport, receiptTable, rejectReport } from './report';

const counts = { rows: 1_461, stored: 1_460, duplicate: 0, superseded: 0, rejected: 1 };

it('shows each file with what became of its rows', () => {
  const line = { dataset: 'weather', key: 'incoming/weather/a.csv', path: '', fileId: '', region: 'us-east-1' };
  const table = stripVTControlCharacters(receiptTable([{ ...line, status: 'COMPLETED_WITH_REJECTS', counts }]));
  expect(table.split('\n').find((row) => row.includes('weather/a.csv'))).toMatch(
    /weather\/a\.csv\s+│ COMPLETED_WITH_REJECTS │\s+1,461 │\s+1,460 │\s+0 │\s+0 │\s+1 │/,
  );
});

it('names the region of each file where they went to both', () => {
  const line = {
    dataset: 'weather',
    key: 'incoming/weather/a.csv',
    path: '',
    fileId: '',
    status: 'COMPLETED',
    counts,
  } as const;
  const table = receiptTable(['us-east-1', 'us-west-2'].map((region) => ({ ...line, region })));
  expect(stripVTControlCharacters(table)).toMatch(/│ region +│ file [\s\S]*│ us-west-2 │ weather\/a\.csv │/);
});

it('says whether both regions have the same table, and where they first differ', () => {
  const dumped = [
    { region: 'us-east-1', file: 'out/us-east-1/items.ndjson', items: 1_461 },
    { region: 'us-west-2', file: 'out/us-west-2/items.ndjson', items: 1_460 },
  ] as const;
  const same = { onlyLeft: 0, onlyRight: 0, changed: 0 };
  const shown = (comparison: typeof same & { first?: string }) =>
    stripVTControlCharacters(comparisonReport({ dumped, comparison })).split('\n');
  expect(shown(same)).toEqual([
    '1,461 items of us-east-1 in out/us-east-1/items.ndjson',
    '1,460 items of us-west-2 in out/us-west-2/items.ndjson',
    'Both regions have the same table.',
  ]);
  expect(shown({ ...same, onlyLeft: 1, first: 'weather#a 2026' }).at(-1)).toBe(
    'The regions differ: 1 items only in us-east-1, 0 only in us-west-2, 0 with other content; the first is weather#a 2026.',
  );
});

it('says why a file was refused as a whole, and nothing of the others', () => {
  const line = { dataset: 'weather', path: '', fileId: '', region: 'us-east-1', counts };
  const fault = { code: 'gzip.crc', message: 'The checksum differs. Compress the file again.' };
  const lines = [
    { ...line, key: 'a.csv', status: 'COMPLETED' },
    { ...line, key: 'b.csv.gz', status: 'FAILED', fault },
  ] as const;
  expect(stripVTControlCharacters(failureReport(lines))).toBe(
    'failed b.csv.gz: gzip.crc\n  The checksum differs. Compress the file again.',
  );
  expect(failureReport(lines.slice(0, 1))).toBe('');
});

it('sums rejects up by fault, each with an example and its line', () => {
  const example = { line: 7, message: 'wind: expected a decimal number, got "x".' };
  expect(
    stripVTControlCharacters(rejectReport('a.csv', [{ code: 'field.type', path: 'wind', rows: 3, example }])),
  ).toBe('rejected in a.csv:\n  3 × field.type at wind\n      line 7: wind: expected a decimal number, got "x".');
});

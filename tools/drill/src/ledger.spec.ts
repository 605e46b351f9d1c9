import type { TableItem } from '@pipeline/local-cloud';
import { ledgerBreaches } from './ledger';

const receipt = (fileId: string, stored: number, status = 'COMPLETED'): TableItem => ({
  recordId: { S: `file#${fileId}` },
  processingStatus: { S: status },
  stored: { N: String(stored) },
});
const day = (date: string, wind: string): TableItem => ({
  recordId: { S: `weather#${date}` },
  timestamp: { S: `${date}T00:00:00.000Z` },
  payload: { M: { windMetresPerSecond: { N: wind } } },
});
const sent = [{ fileId: 'a', region: 'us-east-1', tries: 1, rows: 1 }];
const winds = new Map([['2000-01-01', '1.5']]);
const whole = [receipt('a', 1), day('2000-01-01', '1.5')];

it('finds nothing where every file has its rows and every day its wind', () => {
  expect(ledgerBreaches(sent, whole, winds)).toEqual([]);
  // Both regions may have done it.
  expect(ledgerBreaches(sent, [...whole, receipt('a', 1)], winds)).toEqual([]);
});

it.each([
  [
    'a file that nobody accounted for',
    [whole[1]!],
    /^File a, sent to us-east-1 with 1 rows, is accounted for with none\.$/,
  ],
  ['a file that is not done', [receipt('a', 1, 'PROCESSING'), whole[1]!], /accounted for with none/],
  ['a row counted twice', [receipt('a', 2), whole[1]!], /is accounted for with 2\.$/],
  [
    'a row that is lost',
    [receipt('a', 1)],
    /^1 days are not as the file sent last says, such as 2000-01-01: undefined, not 1\.5\.$/,
  ],
  [
    'an older row over a newer one',
    [receipt('a', 1), day('2000-01-01', '0.5')],
    /such as 2000-01-01: 0\.5, not 1\.5\.$/,
  ],
  ['a row that nobody sent', [...whole, day('2000-01-02', '1.5')], /^1 days are in no file, such as 2000-01-02\.$/],
])('finds %s', (_, items, breach) => {
  expect(ledgerBreaches(sent, items, winds)).toEqual([expect.stringMatching(breach)]);
});

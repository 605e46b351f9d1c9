import { formatOf, formatSuffixes } from './format';

describe('formatOf', () => {
  it.each([
    ['incoming/orders/a.csv', 'csv', false],
    ['a.JSON', 'json', false],
    ['a.b.ndjson', 'ndjson', false],
    ['a.jsonl', 'ndjson', false],
    ['a.csv.gz', 'csv', true],
    ['incoming/x.json/A.JsonL.GZ', 'ndjson', true],
  ])('%s is %s, gzip %s', (key, format, gzip) => {
    expect(formatOf(key)).toEqual({ format, gzip });
  });

  it.each(['a', 'a.txt', 'a.gz', 'a.csv.zip', 'a.csv.gz.gz', 'a.csv/b', '', 'a.constructor', 'a.csv ', 'csv'])(
    '%j has no format',
    (key) => {
      expect(formatOf(key)).toBeUndefined();
    },
  );

  it('lists its suffixes', () => {
    expect(formatSuffixes).toEqual(['.csv', '.json', '.ndjson', '.jsonl']);
  });
});

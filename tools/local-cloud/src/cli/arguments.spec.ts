import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@pipeline/command-line';
import { DEFAULT_PORT, parseStartArguments } from './arguments';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arguments-'));
  for (const name of ['a.csv', 'a.CSV', 'b.ndjson', 'c.txt']) writeFileSync(join(folder, name), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('arguments', () => {
  it('that are none deliver the default samples and stay up', () => {
    const parsed = parseStartArguments([]);
    expect(parsed).toMatchObject({ exit: false, json: false, port: DEFAULT_PORT, fresh: false });
    expect(parsed.deliveries.map(({ dataset }) => dataset)).toEqual(
      expect.arrayContaining(['weather', 'sensor-readings']),
    );
  });

  it('name files by dataset, in their order, the same path as often as it is named', () => {
    const file = (name: string) => join(folder, name);
    const { deliveries } = parseStartArguments([
      '--exit',
      `weather=${file('a.csv')}`,
      `sensor-readings=${file('b.ndjson')}`,
      `weather=${file('a.csv')}`,
    ]);
    expect(deliveries).toEqual([
      { dataset: 'weather', key: 'incoming/weather/a.csv', source: { path: file('a.csv') } },
      { dataset: 'sensor-readings', key: 'incoming/sensor-readings/b.ndjson', source: { path: file('b.ndjson') } },
      { dataset: 'weather', key: 'incoming/weather/a.csv', source: { path: file('a.csv') } },
    ]);
  });

  it('name the region that a file goes to, or that all go to which name none', () => {
    const path = join(folder, 'a.csv');
    const regions = (...argv: readonly string[]) => parseStartArguments(argv).deliveries.map(({ region }) => region);
    expect(regions('weather', `weather@us-west-2=${path}`, 'movies@us-west-2')).toEqual([
      undefined,
      'us-west-2',
      'us-west-2',
    ]);
    expect(regions('--region', 'us-west-2', 'weather', `weather@us-east-1=${path}`)).toEqual([
      'us-west-2',
      'us-east-1',
    ]);
  });

  it('name a sample by its dataset alone, or nothing at all', () => {
    expect(parseStartArguments(['weather']).deliveries).toMatchObject([
      { key: 'incoming/weather/seattle-weather.csv' },
    ]);
    expect(parseStartArguments(['--none']).deliveries).toEqual([]);
  });

  it.each([
    [['--port', 'x'], '--port takes a whole number from 1 to 65000, not "x".'],
    [['--lag', '0.5'], '--lag takes a whole number from 0 to 3600000, not "0.5".'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['nobody=a.csv'], 'There is no dataset "nobody". The datasets are '],
    [['weather=/nowhere/a.csv'], 'There is no file /nowhere/a.csv. Check the path; it is read from '],
    [['--node', '/nowhere/node'], 'There is no file /nowhere/node.'],
  ])('%j are refused: %s', (argv, sentence) => {
    expect(() => parseStartArguments(argv)).toThrow(UsageError);
    expect(() => parseStartArguments(argv)).toThrow(sentence);
  });

  it('whose file no rule of the bucket would notice are refused with the suffixes that it would', () => {
    expect(() => parseStartArguments([`weather=${join(folder, 'c.txt')}`])).toThrow(
      'c.txt has none of the suffixes of "weather" (.csv, .csv.gz). Rename the file or choose its dataset.',
    );
    expect(() => parseStartArguments([`weather=${join(folder, 'a.CSV')}`])).toThrow('a.CSV has none of the suffixes');
  });
});

import { parseDrillArguments } from './arguments';

it('takes the primary away in the middle of a file, unless told otherwise', () => {
  expect(parseDrillArguments([])).toMatchObject({ atPercent: 50, lagSeconds: 0, outage: 'region', files: 5, seed: 1 });
  expect(parseDrillArguments(['--at', '99', '--lag', '30', '--outage', 'table', '--json'])).toMatchObject({
    atPercent: 99,
    lagSeconds: 30,
    outage: 'table',
    json: true,
  });
});

it('shows its help', () => expect(parseDrillArguments(['--help'])).toBeUndefined());

it.each([
  [['--at', '100'], '--at takes a whole number from 1 to 99, not "100".'],
  [['--files', 'two'], '--files takes a whole number from 3 to 100, not "two".'],
  [['--outage', 'moon'], '--outage takes region, table, bucket, queue, not "moon".'],
])('refuses %j in words that say what to do', (argv, message) => {
  expect(() => parseDrillArguments(argv)).toThrow(message);
});

import { parseDrillArguments } from './arguments';

it('takes the primary away in the middle of a file, unless told otherwise', () => {
  expect(parseDrillArguments([])).toMatchObject({
    drills: [{ atPercent: 50, lagSeconds: 0, outage: 'region', files: 5, seed: 1 }],
    all: false,
    json: false,
  });
  expect(parseDrillArguments(['--at', '99', '--lag', '30', '--outage', 'table', '--json'])).toMatchObject({
    drills: [{ atPercent: 99, lagSeconds: 30, outage: 'table' }],
    json: true,
  });
});

it('runs them all, and varies nothing that is named', () => {
  const all = parseDrillArguments(['--all', '--seed', '7']).drills;
  expect(all).toHaveLength(5 * 5 * 3);
  expect(new Set(all.map(({ outage, atPercent, lagSeconds }) => `${outage} ${atPercent} ${lagSeconds}`)).size).toBe(75);
  expect(all.every(({ seed }) => seed === 7)).toBe(true);
  expect(parseDrillArguments(['--all', '--outage', 'table', '--at', '10']).drills).toMatchObject([
    { outage: 'table', atPercent: 10, lagSeconds: 0 },
    { outage: 'table', atPercent: 10, lagSeconds: 1 },
    { outage: 'table', atPercent: 10, lagSeconds: 30 },
  ]);
});

it.each([
  [['--at', '100'], '--at takes a whole number from 1 to 99, not "100".'],
  [['--files', 'two'], '--files takes a whole number from 3 to 100, not "two".'],
  [['--outage', 'moon'], '--outage takes region, table, bucket, queue, brown-out, not "moon".'],
])('refuses %j in words that say what to do', (argv, message) => {
  expect(() => parseDrillArguments(argv)).toThrow(message);
});

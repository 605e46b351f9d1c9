import { stripVTControlCharacters } from 'node:util';
import { type Drilled, drillTable, timelineReport, verdict } from './report';

const options = {
  atPercent: 25,
  lagSeconds: 1,
  outage: 'table',
  files: 5,
  rows: 4_000,
  seed: 1,
  minuteMs: 2_000,
  port: 1,
} as const;
const report = {
  timeline: [{ ms: 1_500, what: 'DNS answers us-west-2' }],
  detectionMs: 3_000,
  failoverMs: 5_000,
  recoveryMs: 8_000,
  breakerTicks: 1,
  deadLetters: 0,
  files: 5,
  items: 12_011,
  breaches: [],
};
const held: Drilled = { ...options, report };
const broken: Drilled = { ...options, report: { ...report, breaches: ['2 messages are dead letters.'] } };
const failed: Drilled = { ...options, failure: 'Port 1 is taken.' };

it('tells one drill by the second, and its times in minutes of its own', () => {
  expect(timelineReport(options, report)).toBe(
    [
      '    1.5 s  DNS answers us-west-2',
      '',
      'detected after  3.0 s (1.5 minutes of 2000 ms)',
      'DNS moved after 5.0 s (2.5 minutes of 2000 ms)',
      'recovered in    8.0 s (4.0 minutes of 2000 ms)',
      'breaker opened  by tick 1 of the sentinel',
      'dead letters    0',
      '',
    ].join('\n'),
  );
});

it('shows many as a table, what broke and what could not be run included', () => {
  const rows = stripVTControlCharacters(drillTable([held, broken, failed])).split('\n');
  const cells = (row = '') =>
    row
      .split('│')
      .map((cell) => cell.trim())
      .slice(1, -1);
  expect(cells(rows[3])).toEqual([
    'table',
    '25 %',
    '1 s',
    '1.5 min',
    '2.5 min',
    '4.0 min',
    'tick 1',
    '12,011',
    'holds',
  ]);
  expect(cells(rows[4]).at(-1)).toBe('2 messages are dead letters.');
  expect(cells(rows[5])).toEqual(['table', '25 %', '1 s', '', '', '', '', '', 'Port 1 is taken.']);
});

it.each([
  [[held], 'holds: 5 files sent and accounted for, 12011 items the same in both regions', 0],
  [[held, held], 'holds: 2 drills, 10 files sent and accounted for, items the same in both regions', 0],
  [[held, broken, failed], 'does not hold: 1 of 3 drills', 2],
  [[held, failed], 'could not run: 1 of 2 drills', 1],
])('ends with the verdict', (drills, line, code) => {
  expect(verdict(drills)).toEqual({ line, code });
});

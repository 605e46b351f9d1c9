import { readSchedule, UnknownSchedule } from './schedule';

const next = (expression: string, after: string) => {
  const at = readSchedule(expression).next(Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString();
};
const friday = '2026-11-27T09:46:10.000Z';

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-11-27T09:47:10.000Z'],
    ['rate(5 minutes)', '2026-11-27T09:51:10.000Z'],
    ['rate(1 hour)', '2026-11-27T10:46:10.000Z'],
    ['rate(7 days)', '2026-12-04T09:46:10.000Z'],
    ['cron(0 10 * * ? *)', '2026-11-27T10:00:00.000Z'],
    ['cron(15 12 * * ? *)', '2026-11-27T12:15:00.000Z'],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-27T18:00:00.000Z'],
    ['cron(0 8 1 * ? *)', '2026-12-01T08:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-27T10:00:00.000Z'],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2026-11-27T09:50:00.000Z'],
    ['cron(0 9 ? * 2#1 *)', '2026-12-07T09:00:00.000Z'],
    ['cron(0 9 ? * 1 *)', '2026-11-29T09:00:00.000Z'],
    ['cron(0 9 ? * SUN *)', '2026-11-29T09:00:00.000Z'],
    ['cron(30 6 L * ? *)', '2026-11-30T06:30:00.000Z'],
    ['cron(0 12 ? * 6L *)', '2026-11-27T12:00:00.000Z'],
    ['cron(0 0 1 1 ? 2028)', '2028-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2020)', undefined],
  ])('%s fires next as EventBridge does', (expression, expected) => {
    expect(next(expression, friday)).toBe(expected);
  });

  it.each([
    ['every minute', '"every minute" is neither rate(…) nor cron(…)'],
    ['rate(1 minutes)', 'rate(1 minutes) must say "minute"'],
    ['rate(5 minute)', 'rate(5 minute) must say "minutes"'],
    ['rate(0 minutes)', 'rate(0 minutes) is no number of minutes, hours or days, as in rate(5 minutes)'],
    ['rate(30 seconds)', 'rate(30 seconds) is no number of minutes, hours or days, as in rate(5 minutes)'],
    [
      'cron(0 10 * * ?)',
      'cron(0 10 * * ?) has 5 fields and not 6: minute, hour, day of the month, month, day of the week, year',
    ],
    [
      'cron(0 10 * * * *)',
      'cron(0 10 * * * *) must have a "?" either as its day of the month or as its day of the week',
    ],
    ['cron(99 10 * * ? *)', 'cron(99 10 * * ? *): Invalid value for minute: 99'],
  ])('%s is refused', (expression, message) => {
    expect(() => readSchedule(expression)).toThrow(new UnknownSchedule(message));
  });
});

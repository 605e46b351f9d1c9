import { beginOf, hourOf, hoursAfter } from './trail-hour';

describe('an hour of the trail', () => {
  it('is a path that orders as time does', () => {
    const last = Date.parse('2026-03-14T09:59:59.999Z');
    expect(hourOf(last)).toBe('dt=2026-03-14/hour=09');
    expect(hourOf(last + 1)).toBe('dt=2026-03-14/hour=10');
    expect(beginOf('dt=2026-03-14/hour=09')).toBe(Date.parse('2026-03-14T09:00:00.000Z'));
    expect(hoursAfter('dt=2026-03-14/hour=23', 1)).toBe('dt=2026-03-15/hour=00');
    expect(hoursAfter('dt=2026-03-01/hour=00', -1)).toBe('dt=2026-02-28/hour=23');
  });

  it.each(['dt=2026-02-30/hour=01', 'dt=2026-03-14/hour=24', 'dt=2026-03-14', ''])('"%s" is none', (text) => {
    expect(beginOf(text)).toBeNaN();
  });
});

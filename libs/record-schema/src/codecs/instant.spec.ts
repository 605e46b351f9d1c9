import * as fc from 'fast-check';
import { isoDate, isoInstant, usDate, usDateToUtc, utcMidnight, utcMilliseconds } from './instant';

const FIRST = new Date('0000-01-01T00:00:00.000Z');
const LAST = new Date('9999-12-31T23:59:59.999Z');
const anyDate = fc.date({ min: FIRST, max: LAST, noInvalidDate: true });

describe('an instant', () => {
  it('that a clock can show is taken, and stored in UTC milliseconds', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(isoInstant.is(date.toISOString())).toBe(true);
        expect(utcMilliseconds(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });

  it.each([
    ['2026-01-31T23:59:59Z', '2026-01-31T23:59:59.000Z'],
    ['2026-02-01T09:00:00+01:00', '2026-02-01T08:00:00.000Z'],
    ['2026-01-01T00:00:00+23:59', '2025-12-31T00:01:00.000Z'],
    ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  ])('%s is %s', (instant, stored) => {
    expect(isoInstant.is(instant)).toBe(true);
    expect(utcMilliseconds(instant)).toBe(stored);
  });

  it.each([
    ['9999-12-31T23:59:59-01:00', 'lies in a year of five digits, which sorts before all others'],
    ['0000-01-01T00:00:00+01:00', 'lies in a year before 0'],
    ['2026-01-01T24:00:00Z', 'has an hour that RFC 3339 has not'],
    ['2026-06-30T23:59:60Z', 'is a leap second'],
    ['2026-02-29T00:00:00Z', 'is on a day that is none'],
    ['2026-01-01T00:60:00Z', 'has a minute that is none'],
    ['2026-01-01T00:00:00', 'has no offset'],
    ['2026-01-01T00:00:00+24:00', 'has an offset that is none'],
    ['2026-01-01T00:00:00Z\n', 'has something behind it'],
    ['2026-01-01', 'is a day'],
  ])('%j is refused: it %s', (instant) => {
    expect(isoInstant.is(instant)).toBe(false);
    expect(isoInstant.decode(instant)).toMatchObject({ left: [{ message: 'field.format' }] });
  });
});

describe('a day', () => {
  it('is one exactly when the calendar has it', () => {
    const text = (width: number) => fc.nat(10 ** width - 1).map((part) => String(part).padStart(width, '0'));
    const near = fc.tuple(text(4), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(near, ([year, month, day]) => {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const time = Date.parse(utcMidnight(date));
        const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
        expect(isoDate.is(date)).toBe(exists);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['Jun 12 1998', '1998-06-12T00:00:00.000Z'],
    ['Feb 29 2000', '2000-02-29T00:00:00.000Z'],
  ])('%s is %s', (day, stored) => {
    expect(usDate.is(day)).toBe(true);
    expect(usDateToUtc(day)).toBe(stored);
  });

  it.each(['Feb 29 1900', 'June 12 1998', 'Jun 31 1998', '12 Jun 1998', 'Jun 12 98'])('%s is none', (day) => {
    expect(usDate.is(day)).toBe(false);
  });
});

import type * as t from 'io-ts';
import { leaf } from './leaf';

/** RFC 3339: hours to 23. Leap seconds are refused, since no clock of JavaScript has them. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** An offset may carry an instant out of the years of four digits: its text would not sort as time any more. */
const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The whole number that `count` digits from `from` on write; NaN where anything else stands. */
function digitsAt(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether a text begins with a day of the calendar; `2026-02-30` is written as a date and is none. */
function isDay(date: string): boolean {
  const year = digitsAt(date, 0, 4);
  const month = digitsAt(date, 5, 2);
  const day = digitsAt(date, 8, 2);
  if (date[4] !== '-' || date[7] !== '-' || Number.isNaN(year)) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month, year);
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A day, a time and a Z: every such instant lies in a year of four digits. */
function isUtc(value: string): boolean {
  const last = value.length - 1;
  if (value[last] !== 'Z' || value[10] !== 'T' || value[13] !== ':' || value[16] !== ':' || !isDay(value)) return false;
  if (!(digitsAt(value, 11, 2) <= 23 && digitsAt(value, 14, 2) <= 59 && digitsAt(value, 17, 2) <= 59)) return false;
  const fraction = last - 20;
  return last === 19 || (value[19] === '.' && fraction >= 1 && fraction <= 9 && digitsAt(value, 20, fraction) >= 0);
}

function isInstant(value: string): boolean {
  if (isUtc(value)) return true;
  if (!INSTANT.test(value) || !isDay(value)) return false;
  const time = Date.parse(value);
  return time >= FIRST && time <= LAST;
}

/** Already the form in which instants are stored. */
const STORED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const written = (expected: string, holds: (value: string) => boolean): t.Type<string> =>
  leaf(
    expected,
    (value): value is string => typeof value === 'string' && holds(value),
    (value) => {
      if (typeof value !== 'string') return { fault: 'field.type' };
      return holds(value) ? { value } : { fault: 'field.format' };
    },
  );

/** A day of the calendar, ISO 8601. */
export const isoDate = written('a date as 2026-01-31', (value) => value.length === 10 && isDay(value));

/** An instant with its offset, ISO 8601 (RFC 3339). */
export const isoInstant = written('an instant as 2026-01-31T23:59:59Z', isInstant);

/** ISO 8601 in UTC with milliseconds, the one form in which instants are stored. Finer digits are cut. */
export const utcMilliseconds = (instant: string): string =>
  STORED.test(instant) ? instant : new Date(Date.parse(instant)).toISOString();

/** The first instant of a day, in UTC. */
export const utcMidnight = (date: string): string => `${date}T00:00:00.000Z`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const US_DATE = /^([A-Z][a-z]{2}) (\d{2}) (\d{4})$/;

const isoOfUsDate = (value: string): string | undefined => {
  const [, month = '', day, year] = US_DATE.exec(value) ?? [];
  const index = MONTHS.indexOf(month);
  return index < 0 ? undefined : `${year}-${String(index + 1).padStart(2, '0')}-${day}`;
};

/** A day as films are released: `Jun 12 1998`. */
export const usDate = written('a date as Jun 12 1998', (value) => {
  const date = isoOfUsDate(value);
  return date !== undefined && isDay(date);
});

/** The first instant of a day that `usDate` took, in UTC. */
export const usDateToUtc = (value: string): string => utcMidnight(isoOfUsDate(value) ?? '');

import type * as t from 'io-ts';
import { leaf } from './leaf';

/** RFC 3339: hours to 23. Leap seconds are refused, since no clock of JavaScript has them. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** An offset may carry an instant out of the years of four digits: its text would not sort as time any more. */
const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The digit at `at`; something else than 0 to 9 where none stands. */
const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48;

/** The whole number that the two digits at `at` write; -1 where anything else stands. */
function twoDigits(text: string, at: number): number {
  const tens = digitAt(text, at);
  const ones = digitAt(text, at + 1);
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const DASH = 45;
const DOT = 46;
const COLON = 58;
const T = 84;
const Z = 90;

/** Whether a text begins with a day of the calendar; `2026-02-30` is written as a date and is none. */
function isDay(date: string): boolean {
  const century = twoDigits(date, 0);
  const year = twoDigits(date, 2);
  const month = twoDigits(date, 5);
  const day = twoDigits(date, 8);
  if (date.charCodeAt(4) !== DASH || date.charCodeAt(7) !== DASH || century < 0 || year < 0) return false;
  return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOf(month, century * 100 + year));
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A day, a time and a Z: every such instant lies in a year of four digits. */
function isUtc(value: string): boolean {
  const last = value.length - 1;
  if (value.charCodeAt(last) !== Z || value.charCodeAt(10) !== T) return false;
  if (value.charCodeAt(13) !== COLON || value.charCodeAt(16) !== COLON || !isDay(value)) return false;
  const hours = twoDigits(value, 11);
  const minutes = twoDigits(value, 14);
  const seconds = twoDigits(value, 17);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return false;
  if (last === 19) return true;
  if (value.charCodeAt(19) !== DOT || last < 21 || last > 29) return false;
  for (let at = 20; at < last; at += 1) {
    const digit = digitAt(value, at);
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
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

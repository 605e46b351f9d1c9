import type * as t from 'io-ts';
import { leaf } from './leaf';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** `2026-02-30` is written as a date and is none. */
const isDay = (date: string): boolean => {
  const time = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
};

const isInstant = (value: string): boolean =>
  INSTANT.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));

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
export const isoDate = written('a date as 2026-01-31', (value) => DATE.test(value) && isDay(value));

/** An instant with its offset, ISO 8601 (RFC 3339). */
export const isoInstant = written('an instant as 2026-01-31T23:59:59Z', isInstant);

/** ISO 8601 in UTC with milliseconds, the one form in which instants are stored. Finer digits are cut. */
export const utcMilliseconds = (instant: string): string => new Date(Date.parse(instant)).toISOString();

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

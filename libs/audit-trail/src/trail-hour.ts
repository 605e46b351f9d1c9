/** An hour of UTC as its path has it: `dt=2026-03-14/hour=09`. Text order is time order. */
export type TrailHour = string;

const HOUR_MS = 3_600_000;
const FORM = /^dt=(\d{4}-\d{2}-\d{2})\/hour=(\d{2})$/;

/** The hour in which an instant is; epoch milliseconds. */
export function hourOf(milliseconds: number): TrailHour {
  const iso = new Date(milliseconds).toISOString();
  return `dt=${iso.slice(0, 10)}/hour=${iso.slice(11, 13)}`;
}

/** Where an hour begins, in epoch milliseconds; NaN if the text is no hour. */
export function beginOf(hour: TrailHour): number {
  const [, day, time] = FORM.exec(hour) ?? [];
  const begin = Date.parse(`${day}T${time}:00:00.000Z`);
  // 30 February and hour 24 are read as another time: not the same text any more.
  return Number.isNaN(begin) || hourOf(begin) !== hour ? NaN : begin;
}

/** The hour that is so many hours later; earlier where it is negative. */
export const hoursAfter = (hour: TrailHour, hours: number): TrailHour => hourOf(beginOf(hour) + hours * HOUR_MS);

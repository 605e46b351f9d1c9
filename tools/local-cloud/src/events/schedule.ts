import { Cron } from 'croner';

/** When a rule fires. */
export interface Schedule {
  /** The first instant after this one, in epoch milliseconds; undefined when there is none any more. */
  next(after: number): number | undefined;
}

/** Something is no schedule expression; the message says why. */
export class UnknownSchedule extends Error {
  override readonly name = 'UnknownSchedule';
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` and `cron(0 8 ? * MON-FRI *)`, in UTC.
 * Source: Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules (legacy)".
 * @throws UnknownSchedule
 */
export function readSchedule(expression: string): Schedule {
  const [, kind, inside = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return rate(inside);
  if (kind === 'cron') return cron(inside);
  throw new UnknownSchedule(`"${expression}" is neither rate(…) nor cron(…)`);
}

function rate(inside: string): Schedule {
  const [, digits = '', unit = '', plural = ''] = /^(\d+) (minute|hour|day)(s?)$/.exec(inside) ?? [];
  const value = Number(digits);
  const unitMs = UNIT_MS[unit];
  if (!unitMs || value < 1) {
    throw new UnknownSchedule(`rate(${inside}) is no number of minutes, hours or days, as in rate(5 minutes)`);
  }
  // EventBridge insists on it.
  if ((value === 1) === (plural === 's')) {
    throw new UnknownSchedule(`rate(${inside}) must say "${unit}${value === 1 ? '' : 's'}"`);
  }
  return { next: (after) => after + value * unitMs };
}

function cron(inside: string): Schedule {
  const fields = inside.trim().split(/\s+/);
  if (fields.length !== 6) {
    throw new UnknownSchedule(
      `cron(${inside}) has ${fields.length} fields and not 6: minute, hour, day of the month, month, day of the week, year`,
    );
  }
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw new UnknownSchedule(
      `cron(${inside}) must have a "?" either as its day of the month or as its day of the week`,
    );
  }
  try {
    // EventBridge has no seconds, counts weekdays from Sunday as 1, and starts steps anywhere (0/15).
    const pattern = new Cron(`0 ${fields.join(' ')}`, {
      timezone: 'UTC',
      mode: '7-part',
      alternativeWeekdays: true,
      sloppyRanges: true,
      paused: true,
    });
    return { next: (after) => pattern.nextRun(new Date(after))?.getTime() };
  } catch (error) {
    throw new UnknownSchedule(`cron(${inside}): ${(error as Error).message.replace('CronPattern: ', '')}`);
  }
}

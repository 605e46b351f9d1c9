/**
 * How long a minute of AWS lasts here: the periods of schedules, alarms and health checks and the TTLs of records all follow
 * it, so that a rehearsal of half an hour takes seconds. What functions and queues measure stays in real time.
 */
export interface Minute {
  /** In milliseconds of this machine. */
  length(): number;
  set(lengthMs: number): void;
  /** What so many milliseconds of AWS last here. */
  scaled(awsMs: number): number;
  /** The time that schedules go by, in epoch milliseconds: this machine's, until the first minute of another length. */
  now(): number;
  /** The cloud's own time at an instant of this machine. */
  at(real: number): number;
  /** @returns what ends the telling */
  onChange(changed: () => void): () => void;
}

export const REAL_MINUTE_MS = 60_000;
/** Below it timers are too coarse for periods to mean anything. */
export const SHORTEST_MINUTE_MS = 100;
export const LONGEST_MINUTE_MS = 3_600_000;

export function createMinute(clock: { now(): number }, lengthMs = REAL_MINUTE_MS): Minute {
  let length = lengthMs;
  let since = { real: clock.now(), aws: clock.now() };
  const listeners = new Set<() => void>();
  const at = (real: number) => since.aws + ((real - since.real) * REAL_MINUTE_MS) / length;
  const now = () => at(clock.now());
  return {
    length: () => length,
    set(next) {
      since = { real: clock.now(), aws: now() };
      length = next;
      for (const changed of listeners) changed();
    },
    scaled: (awsMs) => (awsMs * length) / REAL_MINUTE_MS,
    now,
    at,
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}

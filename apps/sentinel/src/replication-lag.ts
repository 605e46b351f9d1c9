import type { Ports } from './ports';

/** Heartbeats that are remembered: a longer lag than they span is said to be at least that. */
export const REMEMBERED_BEATS = 60;

/** Reads of the other replica in one tick, and the time between them: a lag below their span is measured, not estimated. */
const LAG_READS = 4;
const LAG_SPACING_MS = 500;

/** What the replica of the other region shows of our heartbeats, looked at until it shows the latest or some time has passed. */
export async function measureLag(
  { heartbeats, clock, environment }: Ports,
  beats: readonly number[],
): Promise<number | undefined> {
  for (let read = 1; ; read += 1) {
    let seen: number | undefined;
    try {
      seen = await heartbeats.read(environment.OTHER_REGION);
    } catch {
      // It answered a moment ago: the next tick says what has become of it.
      return undefined;
    }
    if (read === LAG_READS || seen === beats.at(-1)) return replicationLag(beats, seen, clock.now());
    await clock.sleep(LAG_SPACING_MS);
  }
}

/**
 * How late the other region's replica is, in seconds: how long the oldest heartbeat that it does not show has been on its
 * way; when it shows the latest, how long that one took at most.
 * @param beats when the heartbeats were written, ascending, in epoch milliseconds; the last is this tick's
 * @param seen the heartbeat that the other replica shows
 */
export function replicationLag(beats: readonly number[], seen: number | undefined, now: number): number {
  const latest = beats.at(-1) ?? now;
  const oldestMissing = beats.find((beat) => seen === undefined || beat > seen) ?? latest;
  return Math.max(0, now - oldestMissing) / 1_000;
}

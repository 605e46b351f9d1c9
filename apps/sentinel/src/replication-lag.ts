/** Heartbeats that are remembered: a longer lag than they span is said to be at least that. */
export const REMEMBERED_BEATS = 60;

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

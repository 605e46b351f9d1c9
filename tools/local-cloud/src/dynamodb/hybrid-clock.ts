/**
 * A hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): it follows the wall clock, never goes back,
 * and is later than everything it has seen. Of two writes of one item the later timestamp wins in every region.
 */
export interface Timestamp {
  /** Wall clock, milliseconds since the epoch, or what was seen ahead of it. */
  readonly ms: number;
  /** Orders what happened within one millisecond, or while the wall clock stood behind. */
  readonly counter: number;
  /** Where the write was made; breaks ties, so that no two writes are equal. */
  readonly region: string;
}

/** Negative, zero or positive as the first timestamp is earlier than, equal to or later than the second. */
export function compareTimestamps(left: Timestamp, right: Timestamp): number {
  return (
    left.ms - right.ms ||
    left.counter - right.counter ||
    (left.region < right.region ? -1 : left.region > right.region ? 1 : 0)
  );
}

export interface HybridClock {
  /** The latest of all given and seen. */
  readonly latest: Pick<Timestamp, 'ms' | 'counter'>;
  /** A timestamp later than all given and seen before. */
  next(): Timestamp;
  /** Takes note of a timestamp made elsewhere, or before a restart. */
  observe(seen: Pick<Timestamp, 'ms' | 'counter'>): void;
}

/** @param now the wall clock, milliseconds since the epoch */
export function createHybridClock(region: string, now: () => number): HybridClock {
  let ms = 0;
  let counter = 0;
  return {
    get latest() {
      return { ms, counter };
    },
    next() {
      const wall = now();
      if (wall > ms) {
        ms = wall;
        counter = 0;
      } else {
        counter++;
      }
      return { ms, counter, region };
    },
    observe(seen) {
      if (seen.ms > ms || (seen.ms === ms && seen.counter > counter)) {
        ms = seen.ms;
        counter = seen.counter;
      }
    },
  };
}

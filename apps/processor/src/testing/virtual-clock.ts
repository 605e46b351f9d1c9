import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../ports';

/** A clock whose time passes only when nothing else is to be done: sleepers wake one by one, in the order of their times. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  constructor(now = Date.parse('2026-03-14T09:27:00.000Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    const at = this.#now + Math.max(0, milliseconds);
    return new Promise((wake) => {
      const before = this.#sleepers.findIndex((sleeper) => sleeper.at > at);
      this.#sleepers.splice(before < 0 ? this.#sleepers.length : before, 0, { at, wake });
    });
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => (done = true));
    finished.catch(() => undefined);
    while (!done) {
      await turn();
      const next = done ? undefined : this.#sleepers.shift();
      if (!next) continue;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    return finished;
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

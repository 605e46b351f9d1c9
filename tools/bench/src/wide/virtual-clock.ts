import { setImmediate as turn } from 'node:timers/promises';

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only when nothing else is to be done: hours of many machines in seconds of one. In milliseconds. */
export class VirtualClock {
  #now = Date.parse('2026-01-01T00:00:00.000Z');
  #order = 0;
  /** A binary heap by time, and by order among equals. */
  readonly #sleepers: Sleeper[] = [];

  readonly now = (): number => this.#now;

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.#order += 1;
      this.#push({ at: this.#now + Math.max(0, milliseconds), order: this.#order, wake });
    });

  /** Lets time pass until the work is done. @throws Error where it waits for what nobody will do */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => (done = true));
    finished.catch(() => undefined);
    for (let idle = 0; !done;) {
      await turn();
      const next = this.#pop();
      if (!next) {
        if ((idle += 1) > 1_000) throw new Error('The model waits for nothing.');
        continue;
      }
      idle = 0;
      this.#now = next.at;
      next.wake();
      // Whoever sleeps until the same instant wakes with it.
      for (let same = this.#sleepers[0]; same?.at === next.at; same = this.#sleepers[0]) this.#pop()?.wake();
    }
    return finished;
  }

  #push(sleeper: Sleeper): void {
    const heap = this.#sleepers;
    let at = heap.push(sleeper) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at] as Sleeper, heap[parent] as Sleeper)) break;
      [heap[at], heap[parent]] = [heap[parent] as Sleeper, heap[at] as Sleeper];
      at = parent;
    }
  }

  #pop(): Sleeper | undefined {
    const heap = this.#sleepers;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && before(heap[child] as Sleeper, heap[least] as Sleeper)) least = child;
      }
      if (least === at) return first;
      [heap[at], heap[least]] = [heap[least] as Sleeper, heap[at] as Sleeper];
      at = least;
    }
  }
}

const before = (one: Sleeper, other: Sleeper): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

import type { Random } from './random';

export interface Timer {
  cancelled: boolean;
}

interface Event extends Timer {
  readonly time: number;
  readonly tie: number;
  readonly action: () => void;
}

/** Work that really leaves the thread (zlib): the world stands still until it is back. */
export interface OffThread {
  readonly pending: number;
}

/**
 * Virtual time. Nothing happens but events, one after the other in the order of their times (milliseconds; the seed orders
 * those of one instant), each with all the promise reactions that follow from it. Never the real clock, never a real timer.
 */
export class Scheduler {
  now = 0;
  events = 0;
  readonly #heap: Event[] = [];

  constructor(
    private readonly random: Random,
    private readonly offThread: OffThread = { pending: 0 },
  ) {}

  after(milliseconds: number, action: () => void): Timer {
    const time = this.now + Math.max(0, milliseconds);
    const event: Event = { time, tie: this.random.uint32(), action, cancelled: false };
    this.#push(event);
    return event;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /**
   * Runs until nothing is left to happen before `until`.
   * @returns false if there was more to happen than `maxEvents`
   */
  run(until: number, maxEvents = Infinity): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const last = this.events + maxEvents;
      const step = (): void => {
        if (this.offThread.pending > 0) return void setImmediate(settle);
        const event = this.#heap[0];
        if (event === undefined || event.time > until) {
          this.now = event === undefined ? this.now : until;
          return resolve(true);
        }
        this.#pop();
        if (!event.cancelled) {
          if (this.events >= last) return resolve(false);
          this.events += 1;
          this.now = event.time;
          try {
            event.action();
          } catch (error) {
            return reject(error);
          }
        }
        // The tick comes after every microtask, also those that microtasks add: all reactions are done by then.
        queueMicrotask(() => process.nextTick(step));
      };
      const settle = (): void => void setImmediate(step);
      process.nextTick(step);
    });
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Event;
      if (!isBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Event)) child += 1;
      const below = heap[child] as Event;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.time < other.time || (one.time === other.time && one.tie < other.tie);

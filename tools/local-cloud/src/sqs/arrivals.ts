/** The longest that Node's timers can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Receivers that wait for something to become visible, woken all at once, in the order in which they came. */
export class Arrivals {
  readonly #waiting = new Set<() => void>();

  /** Resolves when woken, when the time is over, or when the receiver gives up. */
  async wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      // Whole milliseconds rounded up: a timer must not go off before the time it waits for.
      const timer = setTimeout(done, Math.min(Math.ceil(milliseconds), LONGEST_TIMER));
      signal?.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

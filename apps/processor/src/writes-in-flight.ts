/**
 * A bounded number of writes under way. Writes of one key run in the order in which they came; those of different keys
 * side by side. After a failure nothing new is taken: `add` and `drain` throw the first error. One producer at a time.
 */
export class WritesInFlight {
  readonly #limit: number;
  readonly #lastOfKey = new Map<string, Promise<void>>();
  #running = 0;
  #failure: { readonly error: unknown } | undefined;
  #wakeProducer: (() => void) | undefined;

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  /** Starts the write when there is room; resolves then, not when the write is done. */
  async add(key: string, write: () => Promise<void>): Promise<void> {
    while (this.#running >= this.#limit && !this.#failure) await this.#oneDone();
    if (this.#failure) throw this.#failure.error;
    this.#running += 1;
    const before = this.#lastOfKey.get(key);
    const done = this.#settle(before ? before.then(() => (this.#failure ? undefined : write())) : write());
    this.#lastOfKey.set(key, done);
    void done.then(() => {
      if (this.#lastOfKey.get(key) === done) this.#lastOfKey.delete(key);
    });
  }

  /** Resolves when every write is done. @throws the first error of any of them. */
  async drain(): Promise<void> {
    while (this.#running > 0) await this.#oneDone();
    if (this.#failure) throw this.#failure.error;
  }

  async #settle(write: Promise<unknown>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#running -= 1;
      this.#wakeProducer?.();
      this.#wakeProducer = undefined;
    }
  }

  #oneDone(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakeProducer = resolve;
    });
  }
}

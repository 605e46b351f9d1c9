/**
 * The part of the limit that has to be free before a producer that found no room goes on: rows that begin together are
 * written together, and what is done once for all of them is done less often.
 */
const REFILL = 1 / 8;

/**
 * A bounded number of writes under way. Writes of one key run in the order in which they came; those of different keys
 * side by side. After a failure nothing new is taken: `add` and `drain` throw the first error. One producer at a time.
 */
export class WritesInFlight {
  readonly #limit: number;
  readonly #refillAt: number;
  readonly #lastOfKey = new Map<string, { readonly write: Write; readonly done: Promise<void> }>();
  #running = 0;
  #failure: { readonly error: unknown } | undefined;
  #producer: { readonly wake: () => void; readonly mayGoOn: () => boolean } | undefined;

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
    this.#refillAt = this.#limit - Math.ceil(this.#limit * REFILL);
  }

  /** Starts the write when there is room; resolves then, not when the write is done. Undefined where it began at once. */
  add(key: string, write: Write): Promise<void> | undefined {
    if (this.#failure) return Promise.reject(this.#failure.error);
    if (this.#running >= this.#limit) return this.#addWhenThereIsRoom(key, write);
    this.#start(key, write);
    return undefined;
  }

  /** Resolves when every write is done. @throws the first error of any of them. */
  async drain(): Promise<void> {
    if (this.#running > 0) await this.#until(() => this.#running === 0);
    if (this.#failure) throw this.#failure.error;
  }

  async #addWhenThereIsRoom(key: string, write: Write): Promise<void> {
    await this.#until(() => this.#running <= this.#refillAt || this.#failure !== undefined);
    if (this.#failure) throw this.#failure.error;
    this.#start(key, write);
  }

  #start(key: string, write: Write): void {
    this.#running += 1;
    const done = this.#run(key, write, this.#lastOfKey.get(key)?.done);
    this.#lastOfKey.set(key, { write, done });
  }

  async #run(key: string, write: Write, before: Promise<void> | undefined): Promise<void> {
    try {
      if (before) await before;
      if (!this.#failure) await write();
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      if (this.#lastOfKey.get(key)?.write === write) this.#lastOfKey.delete(key);
      this.#running -= 1;
      if (this.#producer?.mayGoOn()) this.#producer.wake();
    }
  }

  async #until(mayGoOn: () => boolean): Promise<void> {
    await new Promise<void>((wake) => {
      this.#producer = { wake, mayGoOn };
    });
    this.#producer = undefined;
  }
}

type Write = () => Promise<void>;

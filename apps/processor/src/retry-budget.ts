/** Retries that may follow each other before any call succeeds: most of the writes in flight at once; the others follow. */
const CAPACITY = 100;

/** What one call that succeeds earns: in steady overload one try in eleven is a retry. */
const EARNED = 0.1;

/** Earned by waiting, so that calls which all wait for each other go on; tokens a second. */
const PER_SECOND = 10;

/**
 * A token bucket that bounds what retries add to the load of a dependency which has too much of it already: beside a
 * first burst, a tenth of its successful calls and ten a second.
 */
export class RetryBudget {
  #tokens = CAPACITY;
  #at: number;

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number) {
    this.#at = now();
  }

  /** A call succeeded. */
  earn(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + EARNED);
  }

  /** Takes the token of one retry; where there is none, the milliseconds until there might be: ask again then. */
  spend(): number {
    const now = this.now();
    // A clock may be set back.
    const elapsed = Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(CAPACITY, this.#tokens + (elapsed * PER_SECOND) / 1_000);
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1_000) / PER_SECOND);
    this.#tokens -= 1;
    return 0;
  }
}

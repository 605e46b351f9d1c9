/** What a cut leaves of the pace, as in CUBIC (RFC 9438): half would leave the table idle. */
const CUT = 0.7;

/**
 * Steepness of the curve, in writes a second, per second cubed: 1,000 writes a second are back after 3 s, 20 after 1 s,
 * which is how those who have less of a table gain on those who have more.
 */
const STEEPNESS = 10;

/** No pace is slower, in writes a second: what is throttled even so waits by the backoff of its retries. */
const SLOWEST = 5;

/** Over how long the table's rate is measured, in milliseconds. */
const WINDOW_MS = 500;

/**
 * The pace at which one environment begins its writes: as fast as it can until the table throttles it, then at the
 * table's own rate. A curve over time as of CUBIC leads back to the rate of the last cut, stays near it, and goes
 * beyond. One cut a round, and none without a success in between: a table that takes nothing is the breaker's to judge.
 */
export class WritePace {
  /** Writes a second at the last cut; before any, there is no pace. */
  #ceiling = Infinity;
  #cutAt = 0;
  #nextAt = 0;
  #round = 0;
  #succeededInRound = false;
  readonly #measured: { since: number; successes: number; rate: number };

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number) {
    this.#measured = { since: now(), successes: 0, rate: 0 };
  }

  /** Writes a second that may begin now; Infinity where nothing was ever throttled. */
  get current(): number {
    if (this.#ceiling === Infinity) return Infinity;
    const seconds = Math.max(0, this.now() - this.#cutAt) / 1_000;
    const back = Math.cbrt((this.#ceiling * (1 - CUT)) / STEEPNESS);
    return Math.max(SLOWEST, this.#ceiling + STEEPNESS * (seconds - back) ** 3);
  }

  /** Takes the place of one write: when it may begin, in milliseconds from now, and its round, to be given back. */
  reserve(): { readonly waitMs: number; readonly round: number } {
    const round = this.#round;
    const pace = this.current;
    if (pace === Infinity) return { waitMs: 0, round };
    const now = this.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + 1_000 / pace;
    // No timer is finer than a millisecond: what is due within the next begins now, what follows makes up for it.
    return { waitMs: at - now < 1 ? 0 : at - now, round };
  }

  succeeded(round: number): void {
    const { since, successes } = this.#measured;
    const elapsed = this.now() - since;
    this.#measured.successes += 1;
    if (elapsed >= WINDOW_MS) {
      // After a pause the window says nothing of the rate.
      if (elapsed < 4 * WINDOW_MS) this.#measured.rate = ((successes + 1) * 1_000) / elapsed;
      Object.assign(this.#measured, { since: this.now(), successes: 0 });
    }
    if (round === this.#round) this.#succeededInRound = true;
  }

  throttled(round: number): void {
    if (round !== this.#round || (this.#round > 0 && !this.#succeededInRound)) return;
    const { since, successes, rate } = this.#measured;
    const elapsed = Math.max(this.now() - since, WINDOW_MS / 10);
    const measured = rate > 0 ? rate : (successes * 1_000) / elapsed;
    // Where rows come slower than they might, the pace has grown beyond what was ever tried.
    this.#ceiling = Math.max(SLOWEST, this.current > 1.5 * measured ? measured : this.current);
    this.#cutAt = this.now();
    this.#round += 1;
    this.#succeededInRound = false;
  }
}

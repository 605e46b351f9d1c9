/**
 * Nothing more is tried after so many failures in a row, over so many milliseconds: of a thousand calls a second that are
 * refused half the time ten fail in a row every second, and thirty-two writes that are under way fail together.
 */
const FAILURES = 10;
const SILENCE_MS = 1_000;

/** The first pause, and the longest, in milliseconds; each trial that fails doubles it. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Trials in a row that must succeed before everybody may call again. */
const TRIALS = 3;

/** Callers beside the trials ask again after this; a trial that was never heard of gives its place up after ten of it. */
const ASK_AGAIN_MS = 200;
const TRIAL_MS = 10 * ASK_AGAIN_MS;

/** Leave to make one call, or how long to wait before asking again. */
export type Admission =
  { readonly admitted: true; readonly phase: number } | { readonly admitted: false; readonly waitMs: number };

/**
 * The breaker of one dependency, in one execution environment. Closed, it counts failures in a row; open, it lets nothing
 * through; half-open, one trial more than have succeeded. It has no timer: a frozen environment finds it as late as it is.
 */
export class CircuitBreaker {
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  /** Counts the changes of state: what a call of an earlier one brings is no news. */
  #phase = 0;
  #failures = 0;
  /** Epoch milliseconds of the first of them. */
  #failingSince = 0;
  #pauses = 0;
  /** Epoch milliseconds: end of the pause, or of the trials under way. */
  #until = 0;
  #trials = 0;
  #succeeded = 0;

  constructor(
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  /** Milliseconds until a trial; 0 when calls are let through. */
  openFor(): number {
    return this.#state === 'open' ? Math.max(0, this.#until - this.now()) : 0;
  }

  /** Asks for one call; one that is admitted must be settled. */
  admit(): Admission {
    if (this.#state === 'closed') return { admitted: true, phase: this.#phase };
    const now = this.now();
    if (this.#state === 'open') {
      if (now < this.#until) return { admitted: false, waitMs: this.#until - now };
      this.#become('half-open');
      this.#until = now + TRIAL_MS;
    } else if (now >= this.#until) {
      this.#trials = 0;
      this.#until = now + TRIAL_MS;
    }
    if (this.#trials > this.#succeeded) {
      return { admitted: false, waitMs: Math.ceil(ASK_AGAIN_MS * (0.5 + this.random() / 2)) };
    }
    this.#trials += 1;
    return { admitted: true, phase: this.#phase };
  }

  /** The dependency answered the call, be it with a refusal. */
  succeeded(phase: number): void {
    if (phase !== this.#phase) return;
    this.#failures = 0;
    if (this.#state !== 'half-open') return;
    this.#trials = Math.max(0, this.#trials - 1);
    this.#succeeded += 1;
    if (this.#succeeded >= TRIALS) {
      this.#pauses = 0;
      this.#become('closed');
    }
  }

  failed(phase: number): void {
    if (phase !== this.#phase) return;
    const now = this.now();
    if (this.#failures === 0) this.#failingSince = now;
    this.#failures += 1;
    if (this.#state === 'closed' && (this.#failures < FAILURES || now - this.#failingSince < SILENCE_MS)) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses);
    this.#pauses += 1;
    // Equal jitter: environments that opened together don't try together.
    this.#until = now + pause / 2 + (this.random() * pause) / 2;
    this.#become('open');
  }

  #become(state: 'closed' | 'open' | 'half-open'): void {
    this.#state = state;
    this.#phase += 1;
    this.#failures = 0;
    this.#trials = 0;
    this.#succeeded = 0;
  }
}

/** What a breaker promises of its dependency's calls: after how many failures in a row, over how many milliseconds, it opens. */
const FAILURES = 10;
const FAILING_MS = 1_000;

/** Milliseconds of a pause at least: half of one second, twice as long after each trial that failed, half of thirty at most. */
const shortestPause = (pauses: number): number => Math.min(30_000, 1_000 * 2 ** pauses) / 2;

/** Trials that must succeed before it closes, and the milliseconds after which one that nobody answers gives up its place. */
const TRIALS = 3;
const TRIAL_MS = 2_000;

/** Calls of one try that leave at the same instant: the receipts of a file are read of both regions at once. */
const TOGETHER = 2;

/** A call on its way: when it left, and in which phase of its caller's breaker. */
interface Sent {
  readonly at: number;
  readonly phase: number;
}

/** The breaker of one caller, as its calls and their answers tell. */
interface Caller {
  state: 'closed' | 'open' | 'half-open';
  phase: number;
  readonly failed: Set<number>;
  failingSince: number;
  pauses: number;
  /** End of the pause, or of the trials under way. */
  until: number;
  /** When they left, and how many calls each is. */
  readonly trials: Map<number, number>;
  succeeded: number;
}

/** No phase: what a call brings that an open breaker let through changes nothing. */
const NONE = -1;

/**
 * Counts the calls that reach a service though their caller's breaker is open, trials aside. Judged from outside, by what
 * each caller was answered; in doubt the breaker is taken to be closed. Times are virtual milliseconds.
 */
export class BreakerWatch {
  calls = 0;
  /** Of them, past an open breaker. */
  past = 0;
  readonly #callers = new Map<string, Caller>();

  /** Calls that leave within the span are counted; those before and after it tell of the breakers all the same. */
  constructor(private readonly span: { readonly from: number; readonly to: number }) {}

  leaves(name: string, now: number): Sent {
    const caller = this.#of(name);
    const counts = now >= this.span.from && now < this.span.to ? 1 : 0;
    this.calls += counts;
    if (caller.state === 'open' && now >= caller.until) {
      become(caller, 'half-open');
      caller.until = now + TRIAL_MS;
    }
    if (caller.state === 'half-open' && now >= caller.until) {
      caller.trials.clear();
      caller.until = now + TRIAL_MS;
    }
    const isTrial = caller.state === 'half-open' && mayTry(caller, now);
    if (isTrial) caller.trials.set(now, (caller.trials.get(now) ?? 0) + 1);
    if (isTrial || caller.state === 'closed') return { at: now, phase: caller.phase };
    this.past += counts;
    return { at: now, phase: NONE };
  }

  /** @param isThere whether the service did its work, or refused what the caller asked */
  answered(name: string, { at, phase }: Sent, isThere: boolean, now: number): void {
    const caller = this.#of(name);
    if (phase !== caller.phase) return;
    if (isThere) {
      caller.failed.clear();
      if (caller.state === 'closed') return;
      caller.trials.delete(at);
      caller.succeeded += 1;
      if (caller.succeeded < TRIALS) return;
      caller.pauses = 0;
      return become(caller, 'closed');
    }
    if (caller.failed.size === 0) caller.failingSince = now;
    caller.failed.add(at);
    const isFew = caller.failed.size < FAILURES || now - caller.failingSince < FAILING_MS;
    if (caller.state === 'closed' && isFew) return;
    caller.until = now + shortestPause(caller.pauses);
    caller.pauses += 1;
    become(caller, 'open');
  }

  #of(name: string): Caller {
    const known = this.#callers.get(name);
    if (known) return known;
    const fresh = { failed: new Set<number>(), trials: new Map<number, number>() };
    const caller: Caller = { state: 'closed', phase: 0, failingSince: 0, pauses: 0, until: 0, succeeded: 0, ...fresh };
    this.#callers.set(name, caller);
    return caller;
  }
}

/** One trial more than have succeeded may be under way. */
const mayTry = ({ trials, succeeded }: Caller, now: number): boolean =>
  trials.has(now) ? (trials.get(now) ?? 0) < TOGETHER : trials.size <= succeeded;

function become(caller: Caller, state: Caller['state']): void {
  caller.state = state;
  caller.phase += 1;
  caller.failed.clear();
  caller.trials.clear();
  caller.succeeded = 0;
}

import { type Admission, CircuitBreaker } from './circuit-breaker';
import { isTryAgain, RetryMessage, type TryAgain, reasonOf } from './errors';
import type { CallRetries, Clock } from './ports';
import { RetryBudget } from './retry-budget';
import type { WritePace } from './write-pace';

/** Ceiling of the first delay, and of the longest, in milliseconds; full jitter below them. */
const BASE_MS = 25;
const CAP_MS = 2_000;

/** Tries of a call that the service can't do: it may be this call that it fails on. Throttling always passes. */
const TRIES = 8;

export interface DependencyPorts {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * All calls of one service: the only layer of retries. Capped exponential backoff with full jitter ("Exponential Backoff
 * And Jitter", AWS Architecture Blog), a budget over all calls, and a breaker. A call waits for as long as its
 * invocation has time: what waits keeps its place and burns no receive.
 */
export class Dependency {
  readonly #breaker: CircuitBreaker;
  readonly #budget: RetryBudget;

  constructor(
    readonly name: string,
    private readonly ports: DependencyPorts,
  ) {
    const now = () => ports.clock.now();
    this.#breaker = new CircuitBreaker(now, ports.random);
    this.#budget = new RetryBudget(now);
  }

  /** Milliseconds until the open breaker allows a trial; 0 when it isn't open. */
  openFor(): number {
    return this.#breaker.openFor();
  }

  /**
   * @param pace of the writes that share one; every try takes its place in it
   * @throws RetryMessage when tries or time run out; whatever the call threw that is no TryAgain, at once.
   */
  async call<T>(work: () => Promise<T>, retries: CallRetries, pace?: WritePace): Promise<T> {
    let failure: TryAgain | undefined;
    for (let tried = 1; ; tried += 1) {
      const { round, waitMs } = pace?.reserve() ?? { round: 0, waitMs: 0 };
      if (waitMs > 0) await this.#wait(waitMs, retries, failure);
      const asked = this.#breaker.admit();
      const phase = asked.admitted ? asked.phase : await this.#admitted(asked, retries, failure);
      try {
        const result = await work();
        this.#breaker.succeeded(phase);
        this.#budget.earn();
        pace?.succeeded(round);
        return result;
      } catch (error) {
        if (!isTryAgain(error)) {
          // It answered.
          this.#breaker.succeeded(phase);
          throw error;
        }
        this.#breaker.failed(phase);
        failure = error;
      }
      if (failure.kind === 'throttled') pace?.throttled(round);
      else if (tried >= TRIES) throw this.#gaveUp(`after ${tried} tries`, failure);
      await this.#wait(
        this.ports.random() * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(tried - 1, 20)),
        retries,
        failure,
      );
      for (let wait = this.#budget.spend(); wait > 0; wait = this.#budget.spend()) {
        await this.#wait(wait * (1 + this.ports.random()), retries, failure);
      }
      retries.onRetry();
    }
  }

  async #admitted(asked: Admission, retries: CallRetries, failure: TryAgain | undefined): Promise<number> {
    for (let admission = asked; ; admission = this.#breaker.admit()) {
      if (admission.admitted) return admission.phase;
      await this.#wait(admission.waitMs, retries, failure);
    }
  }

  async #wait(milliseconds: number, retries: CallRetries, failure: TryAgain | undefined): Promise<void> {
    if (milliseconds >= retries.timeLeft()) throw this.#gaveUp('as no time was left', failure);
    await this.ports.clock.sleep(milliseconds);
  }

  #gaveUp(how: string, failure: TryAgain | undefined): RetryMessage {
    const last = failure ? reasonOf(failure) : 'its breaker is open';
    return new RetryMessage(`Gave up on ${this.name} ${how}: ${last}`, failure ? { cause: failure } : {});
  }
}

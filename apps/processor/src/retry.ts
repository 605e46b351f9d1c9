import { RetryMessage, reasonOf } from './errors';

/** What a failed call asks for: another try, or none. */
export type Verdict = 'again' | 'never';

export interface RetryPolicy {
  /** First delay's ceiling, in milliseconds. */
  readonly baseMs: number;
  /** No delay is longer, in milliseconds. */
  readonly capMs: number;
  readonly maxAttempts: number;
}

/** Sized for DynamoDB and S3: throttling passes within seconds; what doesn't is the queue's to wait for. */
export const callRetries: RetryPolicy = { baseMs: 25, capMs: 2_000, maxAttempts: 8 };

export interface RetryPorts {
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** Milliseconds until no further call may be started. */
  readonly timeLeft: () => number;
  readonly onRetry: () => void;
}

/**
 * Calls until it succeeds, with capped exponential backoff and full jitter ("Exponential Backoff And Jitter", AWS
 * Architecture Blog). The only layer of retries: the clients below it try once.
 * @throws RetryMessage when attempts or time run out; the error itself where the verdict is `never`.
 */
export async function withRetries<T>(
  call: () => Promise<T>,
  judge: (error: unknown) => Verdict,
  ports: RetryPorts,
  policy: RetryPolicy = callRetries,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (judge(error) === 'never') throw error;
      const delay = ports.random() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
      if (attempt >= policy.maxAttempts || delay >= ports.timeLeft()) {
        throw new RetryMessage(`Gave up after ${attempt} attempts: ${reasonOf(error)}`, { cause: error });
      }
      ports.onRetry();
      await ports.sleep(delay);
    }
  }
}

/** The wait of a failed message, in seconds: equal jitter, base 30 s, cap 900 s, exponent the receive count. */
export function visibilityBackoff(receives: number, random: () => number): number {
  const ceiling = Math.min(900, 30 * 2 ** Math.max(0, receives - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

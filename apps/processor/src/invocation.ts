import type { CallRetries, Clock } from './ports';

/** Kept back from every call, so that what must still be said at the end of an invocation can be, in milliseconds. */
const LAST_WORDS_MS = 3_000;

/** One invocation's time and retries. */
export interface Invocation extends CallRetries {
  readonly requestId: string;
  /** Milliseconds until the platform ends the invocation. */
  readonly remaining: () => number;
  /** Retries so far. */
  readonly retries: () => number;
}

export function startInvocation(
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
  clock: Clock,
): Invocation {
  const deadline = clock.now() + context.getRemainingTimeInMillis();
  const remaining = () => deadline - clock.now();
  let retries = 0;
  return {
    requestId: context.awsRequestId,
    remaining,
    timeLeft: () => remaining() - LAST_WORDS_MS,
    onRetry: () => {
      retries += 1;
    },
    retries: () => retries,
  };
}

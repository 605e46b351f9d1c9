import type { CallRetries, Clock } from './ports';

/** Kept back from every call, so that what must still be said at the end of an invocation can be, in milliseconds. */
const LAST_WORDS_MS = 3_000;

/** Of it, what the answer itself takes, in milliseconds: a call that hangs must not take the whole batch with it. */
const ANSWER_MS = 500;

/** One invocation's time and retries. */
export interface Invocation extends CallRetries {
  readonly requestId: string;
  /** Milliseconds until the platform ends the invocation. */
  readonly remaining: () => number;
  /** Of the calls that are made last, in the time that is kept back for them. */
  readonly lastWords: CallRetries;
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
  const onRetry = () => {
    retries += 1;
  };
  return {
    requestId: context.awsRequestId,
    remaining,
    timeLeft: () => remaining() - LAST_WORDS_MS,
    lastWords: { timeLeft: () => remaining() - ANSWER_MS, onRetry },
    onRetry,
    retries: () => retries,
  };
}

import type { Minute } from '../time/minute';
import { callAt } from '../time/wait';
import type { Outcome } from './invocation';

export interface AsynchronousInvocations {
  /** Resolves with what the first invocation said; a failed one is repeated behind the caller's back. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** What still waits to be repeated is forgotten. */
  stop(): void;
}

export interface AsynchronousOptions {
  readonly minute: Minute;
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  retryAttempts(functionName: string): number;
  onTrouble(message: string): void;
}

/** Lambda waits one minute before the first repetition and two before the second. */
const WAITS_MS = [60_000, 120_000] as const;

/**
 * Invocations whose caller does not wait, as EventBridge's: Lambda repeats one that failed, then drops it.
 * Source: Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
 */
export function createAsynchronousInvocations(options: AsynchronousOptions): AsynchronousInvocations {
  const { minute, invoke, retryAttempts, onTrouble } = options;
  const waits = new Set<() => void>();
  let stopped = false;

  const attempt = async (functionName: string, event: unknown, repetitions: number): Promise<Outcome> => {
    const outcome = await invoke(functionName, event);
    if (outcome.kind === 'response' || stopped) return outcome;
    const { errorType, errorMessage } = outcome.error;
    const wait = repetitions < retryAttempts(functionName) ? WAITS_MS[repetitions] : undefined;
    const then = wait === undefined ? 'the event is dropped' : `it is repeated in ${wait / 60_000} min`;
    onTrouble(`${functionName} failed: ${errorType}: ${errorMessage}; ${then}`);
    if (wait === undefined) return outcome;
    const end = callAt(minute, minute.now() + wait, () => {
      waits.delete(end);
      void attempt(functionName, event, repetitions + 1);
    });
    waits.add(end);
    return outcome;
  };

  return {
    invoke: (functionName, event) => attempt(functionName, event, 0),
    stop() {
      stopped = true;
      for (const end of waits) end();
      waits.clear();
    },
  };
}

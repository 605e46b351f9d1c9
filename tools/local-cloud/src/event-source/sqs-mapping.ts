import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../lambda/invocation';
import type { MappingSettings } from '../lambda/mapping-settings';
import type { PlannedMapping } from '../template/planned';
import { readBatchResult } from './batch-result';
import type { MessageSource, ReceivedMessage } from './message-source';
import { sqsEvent } from './sqs-event';

export interface SqsMappingOptions {
  readonly mapping: PlannedMapping;
  readonly source: MessageSource;
  invoke(event: unknown): Promise<Outcome>;
  /** Told of what the poller met and goes on after: failed functions, answers nobody understands, a store in trouble. */
  onTrouble(message: string): void;
  /** Backoff after failed invocations, in milliseconds: first, and longest. */
  readonly backoffMs?: { readonly first: number; readonly longest: number };
}

export interface SqsMapping {
  readonly mapping: PlannedMapping;
  /** Batches that are with the function now. */
  inFlight(): number;
  state(): 'Enabled' | 'Disabled';
  /** Batches at once that it was last told. */
  maximumConcurrency(): number | undefined;
  /** A disabled mapping receives nothing more; batches that are with the function are ended as ever. */
  setEnabled(enabled: boolean): void;
  /** What somebody has set it to, for as far as that goes. */
  apply(settings: Pick<MappingSettings, 'enabled' | 'maximumConcurrency'>): void;
  /** Receives nothing more, and waits for the batches that are with the function. */
  stop(): Promise<void>;
}

/** Lambda's own bound on a mapping that names none; here, a laptop's. */
const DEFAULT_CONCURRENCY = 5;
const LONGEST_WAIT_SECONDS = 20;
const MAX_PER_RECEIVE = 10;
const BACKOFF_MS = { first: 1_000, longest: 60_000 };

/**
 * Polls a queue for a function: batches of up to the batch size, as many at once as the mapping's concurrency allows.
 * Messages of a batch are deleted when the function has dealt with them; those it has not stay invisible until their
 * timeout, which is the queue's or what the function set.
 */
export function startSqsMapping(options: SqsMappingOptions): SqsMapping {
  const { mapping, source, onTrouble, backoffMs = BACKOFF_MS } = options;
  let maximum = mapping.maximumConcurrency;
  const batches = new Set<Promise<void>>();
  let failuresInARow = 0;
  let polling: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;

  const settle = async (messages: readonly ReceivedMessage[], outcome: Outcome) => {
    if (outcome.kind === 'error') {
      failuresInARow += 1;
      onTrouble(`${mapping.functionName} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      return;
    }
    failuresInARow = 0;
    const ids = new Set(messages.map(({ messageId }) => messageId));
    const result = mapping.reportBatchItemFailures ? readBatchResult(outcome.payload, ids) : undefined;
    if (result?.kind === 'all failed') {
      onTrouble(`${mapping.functionName} answered what fails its whole batch: ${result.reason}`);
      return;
    }
    const dealtWith = messages.filter(({ messageId }) => !result?.failed.has(messageId));
    await Promise.all(dealtWith.map(({ receiptHandle }) => source.delete(receiptHandle)));
  };

  const hand = (messages: readonly ReceivedMessage[]) => {
    const batch = options
      .invoke(sqsEvent(messages, mapping.queueArn))
      .then((outcome) => settle(messages, outcome))
      .catch((error: unknown) => onTrouble(`A batch of ${mapping.functionName} ended badly: ${String(error)}`))
      .finally(() => batches.delete(batch));
    batches.add(batch);
  };

  /** A batch: what is there, and within the window what comes until it is full. */
  const gather = async (signal: AbortSignal): Promise<readonly ReceivedMessage[]> => {
    const messages: ReceivedMessage[] = [];
    const windowMs = mapping.batchingWindowSeconds * 1000;
    let waitMs = LONGEST_WAIT_SECONDS * 1000;
    let closesAt = Infinity;
    do {
      const max = Math.min(mapping.batchSize - messages.length, MAX_PER_RECEIVE);
      const waitSeconds = Math.min(Math.ceil(waitMs / 1000), LONGEST_WAIT_SECONDS);
      messages.push(...(await source.receive({ max, waitSeconds, signal })));
      if (messages.length > 0 && closesAt === Infinity) closesAt = Date.now() + windowMs;
      waitMs = closesAt - Date.now();
    } while (messages.length > 0 && messages.length < mapping.batchSize && waitMs > 0 && !signal.aborted);
    return messages;
  };

  const poll = async (signal: AbortSignal) => {
    const stopped = aborted(signal);
    while (!signal.aborted) {
      try {
        if (batches.size >= (maximum ?? DEFAULT_CONCURRENCY)) {
          await Promise.race([...batches, stopped]);
          continue;
        }
        if (failuresInARow > 0) {
          // As Lambda does: a function that fails is asked less often, so that its messages don't burn their receives.
          const pause = Math.min(backoffMs.first * 2 ** (failuresInARow - 1), backoffMs.longest);
          await sleep(pause, undefined, { signal, ref: false });
        }
        const messages = await gather(signal);
        if (messages.length > 0) hand(messages);
      } catch (error) {
        if (signal.aborted) return;
        failuresInARow += 1;
        onTrouble(`The queue ${mapping.queueArn} could not be polled: ${String(error)}`);
      }
    }
  };

  const halt = () => {
    const halted = polling;
    polling = undefined;
    halted?.abort.abort();
    return halted?.ended;
  };

  const setEnabled = (enabled: boolean) => {
    if (!enabled) {
      void halt();
    } else if (!polling) {
      const abort = new AbortController();
      polling = { abort, ended: poll(abort.signal) };
    }
  };

  setEnabled(mapping.enabled);
  return {
    mapping,
    inFlight: () => batches.size,
    state: () => (polling ? 'Enabled' : 'Disabled'),
    maximumConcurrency: () => maximum,
    setEnabled,
    apply(settings) {
      const { maximumConcurrency = maximum } = settings;
      maximum = maximumConcurrency === 'unbounded' ? undefined : maximumConcurrency;
      if (settings.enabled !== undefined) setEnabled(settings.enabled);
    },
    async stop() {
      await halt();
      await Promise.all(batches);
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

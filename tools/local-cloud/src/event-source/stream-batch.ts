import type { StreamRecord } from './stream-source';

/** What a mapping does with a batch that failed. */
export interface RetryPolicy {
  readonly bisectBatchOnError: boolean;
  /** Invocations after the first; -1 for as many as it takes. */
  readonly maximumRetryAttempts: number;
  /** Records older than this are not handed on any more; -1 for any age. */
  readonly maximumRecordAgeSeconds: number;
}

/** How an invocation ended for its batch: the first `done` records were dealt with, all others were not. */
export interface BatchAnswer {
  readonly done: number;
  /** The function threw, timed out or crashed, other than naming what failed. */
  readonly functionError: boolean;
}

/** Records that are given up, together and in order. */
export interface Discard {
  readonly records: readonly StreamRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** Invocations that had the first of them. */
  readonly invocations: number;
  /** How the last of these ended; undefined where there was none. */
  readonly answer: BatchAnswer | undefined;
}

export interface BatchPorts {
  invoke(records: readonly StreamRecord[]): Promise<BatchAnswer>;
  /** Keeps what is given up; only afterwards it counts as settled. */
  discard(discard: Discard): Promise<void>;
  /** Told of records that will not be handed on again. */
  settled(records: readonly StreamRecord[]): Promise<void>;
  /** Waits before the same records are tried again, for the first time, the second …; rejects to give up for now. */
  pause(attempt: number): Promise<void>;
  now(): number;
}

interface Part {
  readonly records: readonly StreamRecord[];
  /** Failures that count against the retries: a split and a failure after some success do not. */
  readonly failures: number;
  readonly invocations: number;
  readonly answer: BatchAnswer | undefined;
}

/**
 * Hands a batch to a function until each of its records was dealt with or discarded, in order.
 * Source: Lambda Developer Guide, "Retaining discarded records for a DynamoDB event source" and "Configuring partial
 * batch response with DynamoDB": the lowest failed record is the new start; a split is no retry. Where the very first
 * record failed the guide names no point to split at; here it is the middle, as after an error of the function.
 */
export async function deliverBatch(
  batch: readonly StreamRecord[],
  policy: RetryPolicy,
  ports: BatchPorts,
): Promise<void> {
  const { bisectBatchOnError, maximumRetryAttempts, maximumRecordAgeSeconds } = policy;
  const parts: Part[] = [{ records: batch, failures: 0, invocations: 0, answer: undefined }];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const give = async (
      records: readonly StreamRecord[],
      condition: Discard['condition'],
      last: Omit<Part, 'records'>,
    ) => {
      await ports.discard({ records, condition, invocations: last.invocations, answer: last.answer });
      await ports.settled(records);
    };
    const oldest = maximumRecordAgeSeconds < 0 ? -Infinity : ports.now() - maximumRecordAgeSeconds * 1000;
    const aged = firstIndex(part.records, ({ at }) => at >= oldest);
    if (aged > 0) await give(part.records.slice(0, aged), 'RecordAgeExceeded', part);
    const records = part.records.slice(aged);
    if (records.length === 0) continue;

    const answer = await ports.invoke(records);
    const tried = { failures: part.failures + 1, invocations: part.invocations + 1, answer };
    if (answer.done > 0) await ports.settled(records.slice(0, answer.done));
    const failed = records.slice(answer.done);
    if (failed.length === 0) continue;
    if (answer.done > 0) {
      parts.unshift({ ...tried, records: failed, failures: 0 });
    } else if (bisectBatchOnError && failed.length > 1) {
      const middle = Math.ceil(failed.length / 2);
      const half = { ...tried, failures: part.failures };
      parts.unshift({ ...half, records: failed.slice(0, middle) }, { ...half, records: failed.slice(middle) });
    } else if (maximumRetryAttempts >= 0 && tried.failures > maximumRetryAttempts) {
      await give(failed, 'RetryAttemptsExhausted', tried);
    } else {
      await ports.pause(tried.failures);
      parts.unshift({ ...tried, records: failed });
    }
  }
}

function firstIndex<Value>(values: readonly Value[], is: (value: Value) => boolean): number {
  const index = values.findIndex(is);
  return index < 0 ? values.length : index;
}

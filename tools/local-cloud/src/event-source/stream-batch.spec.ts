import { type BatchAnswer, deliverBatch, type Discard, type RetryPolicy } from './stream-batch';
import type { StreamRecord } from './stream-source';

const NOW = 1_000_000;
const record = (sequence: number, ageSeconds = 0): StreamRecord => ({
  sequence,
  sequenceNumber: String(sequence),
  at: NOW - ageSeconds * 1000,
  item: '',
  event: {},
  bytes: 2,
});
const batch = (count: number) => Array.from({ length: count }, (_, index) => record(index + 1));
const sequences = (records: readonly StreamRecord[]) => records.map(({ sequence }) => sequence);

async function deliver(
  records: readonly StreamRecord[],
  invoke: (sequences: number[]) => Partial<BatchAnswer>,
  policy: Partial<RetryPolicy> = {},
) {
  const invocations: number[][] = [];
  const discards: Discard[] = [];
  const settled: number[] = [];
  const pauses: number[] = [];
  await deliverBatch(
    records,
    { bisectBatchOnError: false, maximumRetryAttempts: 2, maximumRecordAgeSeconds: -1, ...policy },
    {
      invoke: (handed) => {
        invocations.push(sequences(handed));
        return Promise.resolve({ done: handed.length, functionError: false, ...invoke(sequences(handed)) });
      },
      discard: (discard) => Promise.resolve(void discards.push(discard)),
      settled: (done) => Promise.resolve(void settled.push(...sequences(done))),
      pause: (attempt) => Promise.resolve(void pauses.push(attempt)),
      now: () => NOW,
    },
  );
  return { invocations, discards, settled, pauses };
}

const error = { done: 0, functionError: true };
const poisoned = (poison: number) => (handed: number[]) => (handed.includes(poison) ? error : {});

describe('deliver a batch', () => {
  it('is one invocation where it succeeds', async () => {
    const { invocations, settled, pauses } = await deliver(batch(3), () => ({}));
    expect({ invocations, settled, pauses }).toEqual({ invocations: [[1, 2, 3]], settled: [1, 2, 3], pauses: [] });
  });

  it('begins again at the lowest record that failed', async () => {
    let first = true;
    const { invocations, settled, discards } = await deliver(batch(4), () => {
      const answer = first ? { done: 2 } : {};
      first = false;
      return answer;
    });
    expect({ invocations, settled, discards }).toEqual({
      invocations: [
        [1, 2, 3, 4],
        [3, 4],
      ],
      settled: [1, 2, 3, 4],
      discards: [],
    });
  });

  it('is discarded as a whole when its retries end and it is not split', async () => {
    const { invocations, discards, settled, pauses } = await deliver(batch(3), poisoned(2));
    expect(invocations).toEqual(Array(3).fill([1, 2, 3]));
    expect(pauses).toEqual([1, 2]);
    expect(discards).toEqual([
      { records: batch(3), condition: 'RetryAttemptsExhausted', invocations: 3, answer: error },
    ]);
    expect(settled).toEqual([1, 2, 3]);
  });

  it('is not retried at all where no retry is allowed', async () => {
    const { invocations, discards } = await deliver(batch(2), () => error, { maximumRetryAttempts: 0 });
    expect([invocations.length, discards.length]).toEqual([1, 1]);
  });

  it('is retried without end where retries have none', async () => {
    let left = 50;
    const { settled, discards } = await deliver(batch(1), () => (left-- > 0 ? error : {}), {
      maximumRetryAttempts: -1,
    });
    expect({ settled, discards }).toEqual({ settled: [1], discards: [] });
  });

  it.each([1, 2, 5, 8])('isolates the poison record %s by splitting, and a split is no retry', async (poison) => {
    const { discards, settled, pauses } = await deliver(batch(8), poisoned(poison), { bisectBatchOnError: true });
    expect(discards.map(({ records }) => sequences(records))).toEqual([[poison]]);
    expect(pauses).toEqual([1, 2]);
    expect(settled).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('leaves of 10,000 records with a poison one 9,999 done and one discarded', async () => {
    const done = new Set<number>();
    const { discards } = await deliver(
      batch(10_000),
      (handed) => {
        const at = handed.indexOf(4_711);
        for (const sequence of at < 0 ? handed : handed.slice(0, at)) done.add(sequence);
        return at < 0 ? {} : { done: at };
      },
      { bisectBatchOnError: true },
    );
    expect(done.size).toBe(9_999);
    expect(discards.map(({ records }) => sequences(records))).toEqual([[4_711]]);
  });

  it('discards what is too old before it is handed on, and hands on the rest', async () => {
    const { invocations, discards, settled } = await deliver([record(1, 61), record(2, 60), record(3)], () => ({}), {
      maximumRecordAgeSeconds: 60,
    });
    expect(invocations).toEqual([[2, 3]]);
    expect(discards).toEqual([
      { records: [record(1, 61)], condition: 'RecordAgeExceeded', invocations: 0, answer: undefined },
    ]);
    expect(settled).toEqual([1, 2, 3]);
  });
});

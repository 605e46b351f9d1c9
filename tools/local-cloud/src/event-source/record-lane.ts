import type { StreamRecord } from './stream-source';

/** Of the event of one invocation, by its JSON. (Lambda quotas: payload of a synchronous invocation.) */
const MOST_EVENT_BYTES = 6 * 1024 ** 2;

/** What waits in a lane at most. */
export interface LaneRoom {
  readonly records: number;
  /** Of JSON. */
  readonly bytes: number;
}

/** Records of a shard that are handed on one batch after the other. */
export interface Lane {
  /** Adds a record; resolves when there is room for the next one, or at the abort. */
  push(record: StreamRecord, signal: AbortSignal): Promise<void>;
  /** Hands on batches until the abort; rejects where `hand` does. */
  work(signal: AbortSignal, hand: (batch: readonly StreamRecord[]) => Promise<void>): Promise<void>;
}

export function createLane(
  { batchSize, batchingWindowSeconds }: { readonly batchSize: number; readonly batchingWindowSeconds: number },
  room: LaneRoom,
): Lane {
  const waiting: StreamRecord[] = [];
  const sleepers = new Set<() => void>();
  let bytes = 0;

  /** Resolves when a record came or went, at the abort, or after so many milliseconds. */
  const change = (signal: AbortSignal, ms?: number) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => awake(), ms);
      const awake = () => {
        clearTimeout(timer);
        sleepers.delete(awake);
        signal.removeEventListener('abort', awake);
        resolve();
      };
      sleepers.add(awake);
      signal.addEventListener('abort', awake);
      if (signal.aborted) awake();
    });
  const wake = () => {
    for (const awake of [...sleepers]) awake();
  };

  const take = (): readonly StreamRecord[] => {
    let [count, size] = [0, 0];
    for (const record of waiting.slice(0, batchSize)) {
      if (count > 0 && size + record.bytes > MOST_EVENT_BYTES) break;
      count += 1;
      size += record.bytes;
    }
    bytes -= size;
    const batch = waiting.splice(0, count);
    wake();
    return batch;
  };

  return {
    async push(record, signal) {
      waiting.push(record);
      bytes += record.bytes;
      wake();
      while (!signal.aborted && (waiting.length >= room.records || bytes >= room.bytes)) await change(signal);
    },

    async work(signal, hand) {
      while (!signal.aborted) {
        if (waiting.length === 0) {
          await change(signal);
          continue;
        }
        const closesAt = Date.now() + batchingWindowSeconds * 1000;
        const full = () => waiting.length >= batchSize || bytes >= MOST_EVENT_BYTES;
        while (!full() && !signal.aborted && Date.now() < closesAt) await change(signal, closesAt - Date.now());
        if (!signal.aborted) await hand(take());
      }
    },
  };
}

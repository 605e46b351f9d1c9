import { createLane, type Lane } from './record-lane';
import type { StreamRecord } from './stream-source';

const MIB = 1024 ** 2;
const record = (sequence: number, bytes = 1): StreamRecord => ({
  sequence,
  sequenceNumber: String(sequence),
  at: 0,
  item: '',
  event: {},
  bytes,
});

describe('record lane', () => {
  let abort: AbortController;
  beforeEach(() => (abort = new AbortController()));

  /** Works until so many records were handed on. */
  async function handed(lane: Lane, count: number): Promise<number[][]> {
    const batches: number[][] = [];
    await lane.work(abort.signal, (batch) => {
      batches.push(batch.map(({ sequence }) => sequence));
      if (batches.flat().length === count) abort.abort();
      return Promise.resolve();
    });
    return batches;
  }

  it('hands on no more than 6 MiB at once, and one record however large it is', async () => {
    const lane = createLane({ batchSize: 100, batchingWindowSeconds: 0 }, { records: 100, bytes: 100 * MIB });
    for (const [index, size] of [3, 3, 1, 7, 1].entries()) await lane.push(record(index, size * MIB), abort.signal);
    expect(await handed(lane, 5)).toEqual([[0, 1], [2], [3], [4]]);
  });

  it.each([
    ['records', { records: 2, bytes: 100 }],
    ['bytes', { records: 100, bytes: 2 }],
  ])('lets its reader wait while it is full of %s', async (_, room) => {
    const lane = createLane({ batchSize: 1, batchingWindowSeconds: 0 }, room);
    await lane.push(record(1), abort.signal);
    let pushed = false;
    const second = lane.push(record(2), abort.signal).then(() => (pushed = true));
    await Promise.resolve();
    expect(pushed).toBe(false);
    expect(await handed(lane, 2)).toEqual([[1], [2]]);
    await second;
  });

  it('lets go of its reader at the abort', async () => {
    const lane = createLane({ batchSize: 1, batchingWindowSeconds: 0 }, { records: 1, bytes: 100 });
    const push = lane.push(record(1), abort.signal);
    abort.abort();
    await push;
    expect(await handed(lane, 1)).toEqual([]);
  });
});

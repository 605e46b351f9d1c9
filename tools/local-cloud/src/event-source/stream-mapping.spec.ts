import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../lambda/invocation';
import type { PlannedStreamMapping } from '../template/planned';
import type { Discard } from './stream-batch';
import { type StreamMapping, startStreamMapping } from './stream-mapping';
import type { StreamPositions } from './stream-positions';
import type { StreamRecord, StreamSource } from './stream-source';

const planned: PlannedStreamMapping = {
  id: 'mapping',
  streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000',
  functionName: 'f',
  startingPosition: 'TRIM_HORIZON',
  batchSize: 3,
  batchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  bisectBatchOnError: false,
  maximumRetryAttempts: 1,
  maximumRecordAgeSeconds: -1,
  parallelizationFactor: 1,
  filters: [],
  onFailureArn: 'arn:aws:s3:::failures',
  enabled: true,
};

/** A shard to which items are added by name. */
class Shard implements StreamSource {
  readonly records: StreamRecord[] = [];
  #wake: () => void = () => undefined;

  add(...items: string[]): void {
    for (const item of items) {
      const sequence = this.records.length + 1;
      const event = { eventID: String(sequence), item };
      this.records.push({ sequence, sequenceNumber: `#${sequence}`, at: Date.now(), item, event, bytes: 20 });
    }
    this.#wake();
  }

  range = () => ({ oldest: 1, newest: this.records.length });

  async *follow(from: number, signal: AbortSignal) {
    for (let next = from; !signal.aborted;) {
      const record = this.records[next - 1];
      if (record) {
        next += 1;
        yield record;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

/** What a restart finds. */
class Positions implements StreamPositions {
  readonly saved: number[] = [];
  next = () => this.saved.at(-1);
  save = (_: string, next: number) => Promise.resolve(void this.saved.push(next));
}

const answer = (value: unknown): Outcome => ({ kind: 'response', payload: JSON.stringify(value) });
const success = answer(null);
const failures = (...sequences: number[]) =>
  answer({ batchItemFailures: sequences.map((sequence) => ({ itemIdentifier: `#${sequence}` })) });
const error: Outcome = { kind: 'error', error: { errorType: 'Error', errorMessage: 'broken' } };

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

describe('stream mapping', () => {
  let shard: Shard;
  let positions: Positions;
  let batches: number[][];
  let discards: Discard[];
  let trouble: string[];
  let mapping: StreamMapping;
  let keep: (discard: Discard) => void;

  const start = (
    invoke: (ids: number[]) => Outcome | Promise<Outcome>,
    changed: Partial<PlannedStreamMapping> = {},
  ) => {
    mapping = startStreamMapping({
      mapping: { ...planned, ...changed },
      source: shard,
      positions,
      clock: Date,
      invoke: async (event) => {
        const ids = (event as { Records: { eventID: string }[] }).Records.map(({ eventID }) => Number(eventID));
        batches.push(ids);
        return invoke(ids);
      },
      discard: async (discard) => keep(discard),
      onTrouble: (message) => trouble.push(message),
      backoffMs: { first: 1, longest: 2 },
    });
    return mapping;
  };
  const caughtUp = () => until(() => mapping.progress().backlog === 0);

  beforeEach(() => {
    shard = new Shard();
    positions = new Positions();
    [batches, discards, trouble] = [[], [], []];
    keep = (discard) => discards.push(discard);
  });
  afterEach(() => mapping.stop());

  describe('batches', () => {
    it('are in order, no larger than the batch size, and one at a time', async () => {
      shard.add(...'abcdefg');
      let under = 0;
      start(async () => {
        under += 1;
        expect(under).toBe(1);
        await sleep(1);
        under -= 1;
        return success;
      });
      await caughtUp();
      expect(batches.flat()).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(3);
    });

    it('wait for the window to fill', async () => {
      shard.add('a');
      start(() => success, { batchingWindowSeconds: 30 });
      await sleep(5);
      expect(batches).toEqual([]);
      shard.add('b', 'c');
      await caughtUp();
      expect(batches).toEqual([[1, 2, 3]]);
    });

    it('of different items run at once, those of one item in their order, as often as the factor says', async () => {
      const items = Array.from({ length: 60 }, (_, index) => `item ${index % 6}`);
      shard.add(...items);
      let [under, most] = [0, 0];
      start(
        async () => {
          under += 1;
          most = Math.max(most, under);
          await sleep(2);
          under -= 1;
          return success;
        },
        { parallelizationFactor: 2 },
      );
      await caughtUp();
      expect(most).toBe(2);
      for (const item of new Set(items)) {
        const seen = batches.flat().filter((sequence) => items[sequence - 1] === item);
        expect(seen).toEqual([...seen].sort((one, other) => one - other));
        expect(seen).toHaveLength(10);
      }
    });

    it('have only what the filter lets pass, and what it drops is settled', async () => {
      shard.add('heartbeat#1', 'a', 'heartbeat#2');
      start(() => success, { filters: ['{"item":[{"anything-but":{"prefix":"heartbeat#"}}]}'] });
      await caughtUp();
      expect(batches).toEqual([[2]]);
    });
  });

  describe('failures', () => {
    it('begin again at the lowest sequence number that is named', async () => {
      shard.add('a', 'b', 'c');
      let first = true;
      start(
        (ids) => {
          if (!first || ids.length < 3) return success;
          first = false;
          return failures(3, 2);
        },
        { batchingWindowSeconds: 30 },
      );
      await caughtUp();
      expect(batches).toEqual([
        [1, 2, 3],
        [2, 3],
      ]);
    });

    it('of a poison record end in one discard, and the shard goes on', async () => {
      shard.add('a', 'b', 'c', 'd', 'e');
      start((ids) => (ids.includes(2) ? error : success), { bisectBatchOnError: true });
      await caughtUp();
      expect(discards.map(({ records }) => records.map(({ sequence }) => sequence))).toEqual([[2]]);
      expect(trouble).toContain('f failed: Error: broken');
      expect(trouble.at(-1)).toBe('f was spared 1 record(s) from #2: RetryAttemptsExhausted.');
    });

    it('wait for the place of discarded records, and lose nothing before', async () => {
      shard.add('a');
      let refusals = 2;
      keep = (discard) => {
        if (refusals-- > 0) throw new Error('no such bucket');
        discards.push(discard);
      };
      start(() => error);
      await caughtUp();
      expect(discards).toHaveLength(1);
      expect(trouble).toContain('arn:aws:s3:::failures did not take discarded records: Error: no such bucket');
    });

    it('of one item do not hold up the others', async () => {
      shard.add('a');
      start(([id]) => (id === 1 ? error : success), { parallelizationFactor: 10, maximumRetryAttempts: -1 });
      await until(() => batches.length > 1);
      shard.add(...'bcdefghijk');
      await until(() => batches.flat().some((id) => id > 1));
      expect(mapping.progress().backlog).toBe(11);
    });

    it('that name what is not in the batch fail all of it', async () => {
      shard.add('a');
      start(() => failures(9));
      await caughtUp();
      expect(batches).toEqual([[1], [1]]);
      expect(trouble[0]).toContain('itemIdentifier is "#9", which is not in the batch.');
    });
  });

  describe('position', () => {
    it('begins at the oldest record, or after the newest for LATEST', async () => {
      shard.add('a', 'b');
      start(() => success, { startingPosition: 'LATEST' });
      expect(mapping.progress().backlog).toBe(0);
      shard.add('c');
      await caughtUp();
      expect(batches).toEqual([[3]]);
    });

    it('of LATEST is kept from the first moment on', async () => {
      shard.add('a', 'b');
      start(() => success, { startingPosition: 'LATEST' });
      await mapping.stop();
      shard.add('c');
      start(() => success, { startingPosition: 'LATEST' });
      await caughtUp();
      expect(batches).toEqual([[3]]);
    });

    it('is never behind a record that a crash would skip', async () => {
      shard.add('a', 'b', 'c', 'd');
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      // Whatever is with the function when the process dies was not settled.
      start((ids) => (ids.includes(1) ? gate.then(() => success) : success), {
        batchSize: 1,
        parallelizationFactor: 4,
      });
      await until(() => batches.flat().includes(1));
      await sleep(5);
      expect(positions.next()).toBe(1);
      open();
      await caughtUp();
      await mapping.stop();
      expect(positions.next()).toBe(5);
      batches = [];
      start(() => success);
      await sleep(5);
      expect(batches).toEqual([]);
    });

    it('lets a stop between two tries go on at the same record', async () => {
      shard.add('a', 'b');
      start(() => failures(2), { maximumRetryAttempts: -1, batchSize: 2, batchingWindowSeconds: 30 });
      await until(() => batches.length > 3);
      await mapping.stop();
      expect(positions.next()).toBe(2);
      expect(trouble).toEqual([]);
      batches = [];
      start(() => success);
      await caughtUp();
      expect(batches).toEqual([[2]]);
    });

    it('stays while the mapping is disabled', async () => {
      shard.add('a');
      start(() => success, { enabled: false });
      await sleep(5);
      expect([mapping.state(), mapping.progress().backlog, batches]).toEqual(['Disabled', 1, []]);
      mapping.setEnabled(true);
      expect(mapping.state()).toBe('Enabled');
      await caughtUp();
      expect(batches).toEqual([[1]]);
    });
  });

  it('hands on what AWS would have lost, and says so once', async () => {
    shard.add('a', 'b');
    const dayOld = shard.records.map((record) => ({ ...record, at: record.at - 25 * 60 * 60 * 1000 }));
    shard.records.splice(0, 2, ...dayOld);
    start(() => success);
    await caughtUp();
    expect(batches.flat()).toEqual([1, 2]);
    expect(trouble).toEqual(['f gets records of more than 24 hours ago from #1 on. AWS would have lost them.']);
  });

  it('goes on when the stream is in trouble', async () => {
    const follow = shard.follow.bind(shard);
    let fails = 2;
    shard.follow = (from, signal) => {
      if (fails-- > 0) throw new Error('disk full');
      return follow(from, signal);
    };
    shard.add('a');
    start(() => success);
    await caughtUp();
    expect(batches).toEqual([[1]]);
    expect(trouble).toEqual(Array(2).fill(`The stream ${planned.streamArn} could not be polled: Error: disk full`));
  });
});

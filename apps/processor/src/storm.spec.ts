import type { Context } from 'aws-lambda';
import { TryAgain } from './errors';
import { createHandler } from './handler';
import type { Ports } from './ports';
import { created, message } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';
import { seeded, VirtualClock } from './testing/virtual-clock';

const MINUTE = 60_000;
const KEY = 'incoming/weather/storm.csv';
const TABLE = ['put', 'renew', 'putRejected', 'read', 'create', 'begin', 'commitSlice', 'finish'];
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.UTC(2000, 0, from + index)).toISOString().slice(0, 10);
    return `${date},0.0,12.8,5.0,4.7,drizzle`;
  });
const csv = (from: number, count: number) =>
  ['date,precipitation,temp_max,temp_min,wind,weather', ...rows(from, count), ''].join('\n');

/** A queue as SQS is: a message comes back when its visibility says so, with one receive more. */
class Storm {
  readonly cloud = new MemoryCloud();
  readonly clock = new VirtualClock(this.cloud.now);
  readonly began = this.clock.now();
  readonly calls = { table: 0, puts: 0 };
  private readonly handler: ReturnType<typeof createHandler>;

  /** @param refuses whether the table refuses a call at this many milliseconds after the begin */
  constructor(refuses: (at: number) => TryAgain | undefined, change: (ports: Ports) => Ports = (ports) => ports) {
    this.cloud.hook = (operation, phase) => {
      if (!TABLE.includes(operation) || phase === 'after') return;
      this.calls.table += 1;
      if (operation === 'put') this.calls.puts += 1;
      const failure = refuses(this.clock.now() - this.began);
      if (failure) throw failure;
    };
    const ports = { ...this.cloud.ports(), clock: this.clock, random: seeded(4) };
    const { records } = ports;
    const slow: Ports = {
      ...ports,
      records: {
        ...records,
        put: async (item, retries) => {
          await this.clock.sleep(5);
          return records.put(item, retries);
        },
      },
    };
    this.handler = createHandler(change(slow));
  }

  /** Runs the queue dry. @returns the receives of each body */
  async drain(bodies: readonly string[]): Promise<readonly number[]> {
    const receives = bodies.map(() => 0);
    const waiting = bodies.map((body, index) => ({ index, body, at: this.clock.now(), receives: 0 }));
    const run = async () => {
      while (waiting.length > 0) {
        waiting.sort((one, other) => one.at - other.at);
        const next = waiting.shift()!;
        await this.clock.sleep(next.at - this.clock.now());
        next.receives += 1;
        receives[next.index]! += 1;
        const end = this.clock.now() + 5 * MINUTE;
        const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => end - this.clock.now() } as Context;
        const record = message(next.body, next.receives, `message-${next.index}`);
        const { batchItemFailures } = await this.handler({ Records: [record] }, context);
        const again = this.cloud.resent
          .splice(0)
          .concat(this.cloud.sent.splice(0).map((slice) => JSON.stringify(slice)));
        for (const body of again) waiting.push({ index: next.index, body, at: this.clock.now(), receives: 0 });
        if (batchItemFailures.length === 0) continue;
        waiting.push({ ...next, at: this.clock.now() + (this.cloud.visibility.at(-1)?.seconds ?? 0) * 1_000 });
      }
    };
    await this.clock.run(run());
    return receives;
  }

  deliver(count: number, each: number): string[] {
    return Array.from({ length: count }, (_, file) =>
      created(this.cloud.put(`${KEY}${file}.csv`, csv(1 + file * each, each))),
    );
  }
}

describe('a table that throttles everything for ten minutes', () => {
  const throttled = (at: number) =>
    at > 120 && at < 10 * MINUTE ? new TryAgain('throttled', 'Rate exceeded') : undefined;

  it('loses nothing, dead-letters nothing, and costs each file few receives and each row few tries', async () => {
    const storm = new Storm(throttled);
    const receives = await storm.drain(storm.deliver(10, 100));
    const { deadLetters, receipts, items } = storm.cloud;
    expect(deadLetters).toEqual([]);
    expect([...receipts.values()].map(({ processingStatus, stored }) => [processingStatus, stored])).toEqual(
      Array.from({ length: 10 }, () => ['COMPLETED', 100]),
    );
    expect(items.size).toBe(1_000);
    expect(Math.max(...receives)).toBeLessThanOrEqual(5);
    expect(storm.calls.puts / 1_000).toBeLessThan(1.5);
  });

  it('is left alone but for trials', async () => {
    const storm = new Storm((at) => (at < 10 * MINUTE ? new TryAgain('throttled', 'Rate exceeded') : undefined));
    await storm.drain(storm.deliver(1, 1));
    expect(storm.calls.table).toBeLessThan(100);
  });
});

describe('a table that is down for longer than all receives of a message', () => {
  it('ends no message that a breaker held at its last receive: it is sent again', async () => {
    const cloud = new MemoryCloud();
    const clock = new VirtualClock(cloud.now);
    const body = created(cloud.put(KEY, csv(1, 5)));
    cloud.hook = (operation) => {
      if (TABLE.includes(operation)) throw new TryAgain('throttled', 'Rate exceeded');
    };
    const handler = createHandler({ ...cloud.ports(), clock, random: seeded(4) });
    const receive = (receives: number, milliseconds: number) => {
      const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => milliseconds } as Context;
      return clock.run(handler({ Records: [message(body, receives)] }, context));
    };
    expect((await receive(1, 100_000)).batchItemFailures).toHaveLength(1);
    expect((await receive(9, 300_000)).batchItemFailures).toHaveLength(1);
    expect(cloud.resent).toEqual([]);
    expect((await receive(10, 300_000)).batchItemFailures).toEqual([]);
    expect(cloud.resent).toEqual([body]);
    expect(cloud.deadLetters).toEqual([]);
  });
});

describe('what can wait', () => {
  it('metrics that fail cost a line in the log, and no file', async () => {
    const storm = new Storm(
      () => undefined,
      (ports) => ({
        ...ports,
        metrics: {
          ...ports.metrics,
          slice: () => {
            throw new Error('EPIPE');
          },
        },
      }),
    );
    expect(await storm.drain(storm.deliver(1, 3))).toEqual([1]);
    expect([...storm.cloud.receipts.values()][0]).toMatchObject({ processingStatus: 'COMPLETED', stored: 3 });
    expect(storm.cloud.lines).toContainEqual({ level: 'warn', message: 'metrics lost', fields: { reason: 'EPIPE' } });
  });
});

describe('acknowledgements that are lost', () => {
  it('of one write in ten: every row is counted as stored, once', async () => {
    const storm = new Storm(() => undefined);
    const random = seeded(9);
    const refuse = storm.cloud.hook;
    storm.cloud.hook = (operation, phase) => {
      refuse(operation, phase);
      if (TABLE.includes(operation) && phase === 'after' && random() < 0.1) {
        throw new TryAgain('unavailable', 'socket hang up');
      }
    };
    await storm.drain(storm.deliver(3, 200));
    const counts = [...storm.cloud.receipts.values()].map(({ rows, stored, duplicate }) => [rows, stored, duplicate]);
    expect(counts).toEqual([
      [200, 200, 0],
      [200, 200, 0],
      [200, 200, 0],
    ]);
  });
});

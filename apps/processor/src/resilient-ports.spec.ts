import type { Item } from '@pipeline/record-schema';
import { TryAgain } from './errors';
import type { CallRetries, Ports } from './ports';
import { resilientPorts } from './resilient-ports';
import { MemoryCloud } from './testing/memory-ports';
import { seeded, VirtualClock } from './testing/virtual-clock';

const MINUTE = 60_000;
const retries: CallRetries = { timeLeft: () => 10 * MINUTE, onRetry: () => undefined };

/** The ports of one environment in virtual time, over services that a spec lets fail. */
function portsUnderTest(change: (ports: Ports) => Partial<Ports>) {
  const cloud = new MemoryCloud();
  const clock = new VirtualClock(0);
  const ports = { ...cloud.ports(), clock, random: seeded(3) };
  return { cloud, clock, ports: resilientPorts({ ...ports, ...change(ports) }) };
}

describe('writes under throttling', () => {
  /** A table of so many writes a second; 32 are under way at once. @returns tries for each that it took, after three seconds */
  async function triesOfEach(rate: number): Promise<number> {
    const counted = { tried: 0, taken: 0 };
    let tokens = rate / 5;
    let at = 0;
    const { clock, ports } = portsUnderTest((inner) => ({
      records: {
        ...inner.records,
        put: async () => {
          await clock.sleep(5);
          tokens = Math.min(rate / 5, tokens + ((clock.now() - at) * rate) / 1_000);
          at = clock.now();
          const isCounted = at >= 3_000;
          if (isCounted) counted.tried += 1;
          if (tokens < 1) throw new TryAgain('throttled', 'Rate exceeded');
          tokens -= 1;
          if (isCounted) counted.taken += 1;
          return { written: true };
        },
      },
    }));
    const writer = async () => {
      while (clock.now() < 9_000) await ports.records.put({} as Item, retries);
    };
    await clock.run(Promise.all(Array.from({ length: 32 }, writer)));
    expect(counted.taken).toBeGreaterThan(rate * 6 * 0.8);
    return counted.tried / counted.taken;
  }

  it('are begun at the rate of the table, and not tried until it takes them', async () => {
    expect(await triesOfEach(100)).toBeLessThan(1.1);
  });
});

describe('what can wait', () => {
  it('is the metrics: each that fails is a line in the log', () => {
    const { cloud, ports } = portsUnderTest(() => {
      const fails = () => {
        throw new Error('EPIPE');
      };
      return { metrics: { slice: fails, fileEnded: fails, messageRetried: fails } };
    });
    const counts = { rows: 0, stored: 0, duplicate: 0, superseded: 0, rejected: 0 };
    ports.metrics.slice({ dataset: 'd', counts, bytes: 0, durationMs: 0, retries: 0 });
    ports.metrics.fileEnded('d', 'COMPLETED');
    ports.metrics.messageRetried();
    expect(cloud.lines.map(({ message, fields }) => [message, fields])).toEqual(
      Array.from({ length: 3 }, () => ['metrics lost', { reason: 'EPIPE' }]),
    );
  });

  it('is the secret, where the last known keys serve', async () => {
    let isDown = false;
    const { clock, ports } = portsUnderTest(({ keys }) => ({
      keys: {
        hmacKeys: async (...call) => {
          if (isDown) throw new TryAgain('unavailable', 'down');
          return keys.hmacKeys(...call);
        },
      },
    }));
    const known = await ports.keys.hmacKeys(retries);
    isDown = true;
    await clock.run(clock.sleep(6 * MINUTE));
    expect(await clock.run(ports.keys.hmacKeys(retries))).toBe(known);
  });
});

describe('what is accounted', () => {
  it.each(['create', 'begin', 'plan', 'commitSlice', 'finish'] as const)(
    'does not wait: a receipt whose %s fails fails its message',
    async (call) => {
      const { clock, ports } = portsUnderTest(({ receipts }) => ({
        receipts: {
          ...receipts,
          [call]: async () => {
            throw new TryAgain('unavailable', 'down');
          },
        },
      }));
      const { receipts } = ports;
      const key = { recordId: 'file#f', timestamp: 't' };
      const made = {
        create: () => receipts.create({} as Parameters<typeof receipts.create>[0], retries),
        begin: () => receipts.begin(key, 0, retries),
        plan: () => receipts.plan(key, { start: 0, cuts: [] }, 0, retries),
        commitSlice: () => receipts.commitSlice(key, {} as Parameters<typeof receipts.commitSlice>[1], 0, retries),
        finish: () => receipts.finish(key, { status: 'COMPLETED' }, 0, retries),
      };
      await expect(clock.run<unknown>(made[call]())).rejects.toMatchObject({ name: 'RetryMessage' });
    },
  );
});

describe('an open breaker', () => {
  it('is told by the ports: whose it is, and for how long', async () => {
    const { clock, ports } = portsUnderTest(({ receipts }) => ({
      receipts: {
        ...receipts,
        read: async () => {
          throw new TryAgain('throttled', 'Rate exceeded');
        },
      },
    }));
    expect(ports.held()).toBeUndefined();
    const soon = { ...retries, timeLeft: () => 20_000 - clock.now() };
    await clock.run(ports.receipts.read([], soon).catch(() => undefined));
    expect(ports.held()).toMatchObject({ by: 'DynamoDB' });
    expect(ports.held()?.milliseconds).toBeGreaterThan(0);
  });
});

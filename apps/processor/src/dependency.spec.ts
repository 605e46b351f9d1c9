import * as fc from 'fast-check';
import { Dependency } from './dependency';
import { RetryMessage, TryAgain } from './errors';
import { seeded, VirtualClock } from './testing/virtual-clock';

const setUp = (random = () => 0.5) => {
  const clock = new VirtualClock(0);
  const retried = { times: 0 };
  const retries = (milliseconds: number) => ({
    timeLeft: () => milliseconds - clock.now(),
    onRetry: () => void (retried.times += 1),
  });
  return { clock, dependency: new Dependency('DynamoDB', { clock, random }), retried, retries };
};

/** Fails `times` times, and notes when it was called. */
const failing = (clock: VirtualClock, times: number, kind: TryAgain['kind'] = 'throttled') => {
  const called: number[] = [];
  const call = async () => {
    called.push(clock.now());
    if (called.length <= times) throw new TryAgain(kind, `failure ${called.length}`);
    return called.length;
  };
  return { call, called };
};
const gaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe('a call', () => {
  it('is tried again after growing delays', async () => {
    const { clock, dependency, retried, retries } = setUp();
    const { call, called } = failing(clock, 7);
    expect(await clock.run(dependency.call(call, retries(60_000)))).toBe(8);
    expect(gaps(called)).toEqual([12.5, 25, 50, 100, 200, 400, 800]);
    expect(retried.times).toBe(7);
  });

  it('waits a random part of the delay: anything from nothing to all of it, never more than 2 s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 9 }), async (seed, times) => {
        const { clock, dependency, retries } = setUp(seeded(seed));
        const { call, called } = failing(clock, times);
        await clock.run(dependency.call(call, retries(60_000)));
        for (const [index, gap] of gaps(called).entries()) {
          expect(gap).toBeGreaterThanOrEqual(0);
          expect(gap).toBeLessThanOrEqual(Math.min(2_000, 25 * 2 ** index));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('that the service can not do is given up after eight tries, with the last failure as cause', async () => {
    const { clock, dependency, retries } = setUp();
    const { call } = failing(clock, 99, 'unavailable');
    const given = clock.run(dependency.call(call, retries(60_000)));
    await expect(given).rejects.toThrow(RetryMessage);
    await expect(given).rejects.toThrow('Gave up on DynamoDB after 8 tries: failure 8');
  });

  it('is not begun again when the invocation has no time for it', async () => {
    const { clock, dependency, retries } = setUp();
    const { call, called } = failing(clock, 99);
    await expect(clock.run(dependency.call(call, retries(100)))).rejects.toThrow('as no time was left: failure 4');
    expect(called).toHaveLength(4);
  });

  it('that the caller did wrong throws at once, and opens no breaker', async () => {
    const { clock, dependency, retries } = setUp();
    for (let times = 0; times < 20; times += 1) {
      const wrong = dependency.call(async () => Promise.reject(new Error('ValidationException')), retries(1_000));
      await expect(clock.run(wrong)).rejects.toThrow('ValidationException');
    }
    expect(dependency.openFor()).toBe(0);
  });
});

describe('a dependency that fails everybody for ten minutes', () => {
  it('is left alone but for trials, and works again within half a minute of its return', async () => {
    const { clock, dependency, retries } = setUp(seeded(5));
    const outage = 600_000;
    const tried: number[] = [];
    const call = async () => {
      tried.push(clock.now());
      await clock.sleep(5);
      if (clock.now() < outage) throw new TryAgain('throttled', 'Rate exceeded');
    };
    const callers = Array.from({ length: 32 }, () => dependency.call(call, retries(900_000)));
    await clock.run(Promise.all(callers));
    const during = tried.filter((at) => at < outage).length;
    expect(during).toBeLessThan(32 * 6 + 60);
    expect(clock.now()).toBeLessThan(outage + 35_000);
  });
});

describe('a dependency that refuses half of all calls', () => {
  it('is given no more than 1.1 tries for each that succeeds, beside a first burst and ten a second', async () => {
    const { clock, dependency, retries } = setUp(seeded(11));
    const random = seeded(12);
    const counts = { tried: 0, succeeded: 0 };
    const call = async () => {
      counts.tried += 1;
      await clock.sleep(5);
      if (random() < 0.5) throw new TryAgain('throttled', 'Rate exceeded');
      counts.succeeded += 1;
    };
    const caller = async () => {
      while (clock.now() < 60_000) await dependency.call(call, retries(120_000));
    };
    await clock.run(Promise.all(Array.from({ length: 8 }, caller)));
    const retried = counts.tried - counts.succeeded;
    expect(retried).toBeLessThanOrEqual(8 + 100 + 0.1 * counts.succeeded + (10 * clock.now()) / 1_000);
  });
});

import { Dependency } from './dependency';
import { TryAgain } from './errors';
import { seeded, VirtualClock } from './testing/virtual-clock';
import { WritePace } from './write-pace';
import { WritesInFlight } from './writes-in-flight';

const LATENCY_MS = 5;

/** A table that takes `rate` writes a second, with a tenth of a second's worth saved up. */
function table(clock: VirtualClock, rate: () => number) {
  let tokens = rate() / 10;
  let at = clock.now();
  const calls = { tried: 0, throttled: 0 };
  const write = async () => {
    await clock.sleep(LATENCY_MS);
    tokens = Math.min(rate() / 10, tokens + ((clock.now() - at) * rate()) / 1_000);
    at = clock.now();
    calls.tried += 1;
    if (tokens < 1) {
      calls.throttled += 1;
      throw new TryAgain('throttled', 'Rate exceeded');
    }
    tokens -= 1;
  };
  return { write, calls };
}

/** One environment that writes as fast as it may until `end`. */
function environment(clock: VirtualClock, write: () => Promise<void>, end: number, seed: number) {
  const dependency = new Dependency('DynamoDB', { clock, random: seeded(seed) });
  const pace = new WritePace(() => clock.now());
  const written: number[] = [];
  const retries = { timeLeft: () => 1e9, onRetry: () => undefined };
  const work = async () => {
    const writes = new WritesInFlight(32);
    for (let row = 0; clock.now() < end; row += 1) {
      await writes.add(`${row}`, async () => {
        await dependency.call(write, retries, pace);
        written.push(clock.now());
      });
    }
    await writes.drain();
  };
  const between = (from: number, to: number) => written.filter((at) => at >= from && at < to).length;
  return { work: work(), between };
}

describe('writes to a table that takes fewer', () => {
  it.each([100, 400, 2_000])(
    'find its %d a second within three seconds and hold them, one in ten throttled at most',
    async (rate) => {
      const clock = new VirtualClock(0);
      const { write, calls } = table(clock, () => rate);
      const { work, between } = environment(clock, write, 9_000, 7);
      await clock.run(clock.sleep(3_000));
      const before = { ...calls };
      await clock.run(work);
      expect(between(3_000, 9_000) / 6).toBeGreaterThan(rate * 0.85);
      const [tried, throttled] = [calls.tried - before.tried, calls.throttled - before.throttled];
      expect(tried / (tried - throttled)).toBeLessThan(1.1);
    },
  );

  it('follow it when it takes less and when it takes more', async () => {
    const clock = new VirtualClock(0);
    const { write } = table(clock, () => (clock.now() < 4_000 || clock.now() >= 10_000 ? 2_000 : 300));
    const { work, between } = environment(clock, write, 20_000, 3);
    await clock.run(work);
    expect(between(7_000, 10_000) / 3).toBeGreaterThan(250);
    expect(between(17_000, 20_000) / 3).toBeGreaterThan(1_700);
  });

  it('share it: of two environments neither gets less than a third, also when one came later', async () => {
    const clock = new VirtualClock(0);
    const { write } = table(clock, () => 1_000);
    const first = environment(clock, write, 25_000, 1);
    await clock.run(clock.sleep(4_000));
    const second = environment(clock, write, 25_000, 2);
    await clock.run(Promise.all([first.work, second.work]));
    const [one, other] = [first.between(15_000, 25_000), second.between(15_000, 25_000)];
    expect(one + other).toBeGreaterThan(1_000 * 10 * 0.85);
    expect(Math.min(one, other) / (one + other)).toBeGreaterThan(1 / 3);
  });
});

it('a pace is none before anything is throttled, and is cut once a round, not by what takes nothing at all', () => {
  let now = 0;
  const pace = new WritePace(() => now);
  expect(pace.current).toBe(Infinity);
  const { round } = pace.reserve();
  for (now = 0; now < 600; now += 1) pace.succeeded(round);
  for (let writes = 0; writes < 32; writes += 1) pace.throttled(round);
  const cut = pace.current;
  expect(cut).toBeGreaterThan(650);
  expect(cut).toBeLessThan(750);
  for (let trials = 0; trials < 50; trials += 1) pace.throttled(pace.reserve().round);
  expect(pace.current).toBe(cut);
});

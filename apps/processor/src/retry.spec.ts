import * as fc from 'fast-check';
import { RetryMessage } from './errors';
import { callRetries, visibilityBackoff, withRetries } from './retry';

const ports = (timeLeft = Infinity) => {
  const slept: number[] = [];
  let retries = 0;
  return {
    slept,
    retried: () => retries,
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
    random: () => 0.5,
    timeLeft: () => timeLeft,
    onRetry: () => void (retries += 1),
  };
};
const failing = (times: number) => {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return calls;
  };
};

describe('withRetries', () => {
  it('tries again after growing, capped delays', async () => {
    const p = ports();
    expect(await withRetries(failing(7), () => 'again', p)).toBe(8);
    expect(p.slept).toEqual([12.5, 25, 50, 100, 200, 400, 800]);
    expect(p.retried()).toBe(7);
  });

  it('never waits longer than the cap', async () => {
    const p = ports();
    await withRetries(failing(9), () => 'again', p, { ...callRetries, maxAttempts: 10 });
    expect(Math.max(...p.slept)).toBe(1_000);
  });

  it('gives up after its attempts, with the last failure as cause', async () => {
    const attempt = withRetries(failing(99), () => 'again', ports());
    await expect(attempt).rejects.toThrow(RetryMessage);
    await expect(attempt).rejects.toThrow('Gave up after 8 attempts: failure 8');
  });

  it('starts no call that the invocation has no time for', async () => {
    await expect(withRetries(failing(9), () => 'again', ports(40))).rejects.toThrow('Gave up after 3 attempts');
  });

  it('throws at once what no retry mends', async () => {
    const p = ports();
    await expect(withRetries(failing(1), () => 'never', p)).rejects.toThrow('failure 1');
    expect(p.slept).toEqual([]);
  });
});

describe('visibilityBackoff', () => {
  it('is equal jitter: between half and all of 30 s doubled a receive, at most 900 s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (receives, draw) => {
        const ceiling = Math.min(900, 30 * 2 ** (receives - 1));
        const seconds = visibilityBackoff(receives, () => draw);
        expect(seconds).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
        expect(seconds).toBeLessThanOrEqual(ceiling);
      }),
    );
  });
});

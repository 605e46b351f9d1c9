import { join } from 'node:path';
import { bundleFunction, evaluateFunction, type Patch, type Timers } from '../function/load-function';
import { simulate } from '../world/simulate';
import { judged, STORM } from './storm';

const WORKSPACE = join(__dirname, '../../../..');

/** Calls of the table in some storms, and how many of them went past an open breaker. */
async function storms(patches: readonly Patch[] = []) {
  const timers: Timers = { scheduler: undefined };
  const subject = evaluateFunction(await bundleFunction(WORKSPACE, patches), WORKSPACE, timers);
  const sum = { calls: 0, past: 0 };
  for (let seed = 1; seed <= 3; seed += 1) {
    const result = await simulate({ seed, faults: [], share: 0, rows: 300, storm: STORM, subject, timers });
    sum.calls += result.storm.calls;
    sum.past += result.storm.past;
  }
  return sum;
}

it('nothing goes past the breaker in a storm', async () => {
  const { calls, past } = await storms();
  expect(calls).toBeGreaterThan(100);
  expect(past).toBe(0);
});

it.each([
  ['opens for nobody', "this.#become('open');", 'void pause;'],
  ['makes no pause', 'if (now < this.#until) return { admitted: false, waitMs: this.#until - now };', ''],
])('a breaker that %s is seen', async (_, find, replace) => {
  const { calls, past } = await storms([{ file: 'apps/processor/src/circuit-breaker.ts', find, replace }]);
  expect(past / calls).toBeGreaterThan(0.01);
});

describe('a storm is judged', () => {
  const good = { written: 1_000, throttled: 400, redriven: 0, calls: 1_000, past: 10 };
  it('by all three of its goals', () => {
    expect(judged(good, [], 2)).toMatchObject({ holds: true, figures: { attempts: 1.4, pastShare: 0.01 } });
    expect(judged(good, [], 2).lines).toContain(
      'calls past an open breaker              at most 1.00 %  1.00 % (10 of 1,000)',
    );
  });

  it.each([
    [{ throttled: 501 }, 'attempts per row: 1.50 (at most 1.5)'],
    [{ redriven: 1 }, 'files dead-lettered for throttling: 1 (none)'],
    [{ past: 11 }, 'calls past an open breaker: 1.10 % (11 of 1,000) (at most 1.00 %)'],
  ])('not to hold with %j', (change, said) => {
    const { holds, verdict } = judged({ ...good, ...change }, [], 2);
    expect(holds).toBe(false);
    expect(verdict).toBe(`does not hold: 2 storms of 10 minutes over 1,000 rows: ${said}`);
  });

  it('not to hold where something else is wrong', () => {
    const { holds, lines } = judged(good, ['seed 1: lost'], 2);
    expect([holds, lines.at(-1)]).toEqual([false, 'seed 1: lost']);
  });
});

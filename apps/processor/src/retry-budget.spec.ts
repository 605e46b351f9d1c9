import * as fc from 'fast-check';
import { RetryBudget } from './retry-budget';

describe('the retry budget', () => {
  it('never allows more than a burst of 100, a tenth of what succeeded and ten a second', () => {
    const step = fc.oneof(
      fc.constant('success' as const),
      fc.constant('retry' as const),
      fc.integer({ min: 1, max: 5_000 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
        let now = 1_000;
        let [succeeded, retried] = [0, 0];
        const budget = new RetryBudget(() => now);
        for (const next of steps) {
          if (next === 'success') {
            budget.earn();
            succeeded += 1;
          } else if (next === 'retry') retried += budget.spend() === 0 ? 1 : 0;
          else now += next;
          expect(retried).toBeLessThanOrEqual(100 + succeeded * 0.1 + ((now - 1_000) / 1_000) * 10 + 1e-6);
        }
      }),
    );
  });

  it('says how long to wait for the next token, and gives it then', () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    for (let spent = 0; spent < 100; spent += 1) expect(budget.spend()).toBe(0);
    expect(budget.spend()).toBe(100);
    now = 99;
    expect(budget.spend()).toBeGreaterThan(0);
    now = 100;
    expect(budget.spend()).toBe(0);
  });

  it('loses nothing by a clock that is set back', () => {
    let now = 10_000;
    const budget = new RetryBudget(() => now);
    now = 0;
    expect(budget.spend()).toBe(0);
  });
});

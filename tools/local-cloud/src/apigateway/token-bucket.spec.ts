import fc from 'fast-check';
import { createTokenBucket } from './token-bucket';

describe('a token bucket', () => {
  let time = 0;
  const now = () => time;
  const taken = (takes: () => boolean, asked: number) => Array.from({ length: asked }, takes).filter(Boolean).length;

  it('gives its burst at once, and its rate from then on', () => {
    const takes = createTokenBucket({ ratePerSecond: 2, burst: 5 }, now);
    expect(taken(takes, 10)).toBe(5);
    time += 1_500;
    expect(taken(takes, 10)).toBe(3);
    time += 3_600_000;
    expect(taken(takes, 10)).toBe(5);
  });

  it('never gives more than burst and rate allow, whatever the times of the requests, clocks that go back included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: -100, max: 2_000 }), { maxLength: 100 }),
        (ratePerSecond, burst, steps) => {
          const takes = createTokenBucket({ ratePerSecond, burst }, now);
          let forward = 0;
          const given = steps.filter((step) => {
            time += step;
            forward += Math.max(0, step);
            return takes();
          }).length;
          expect(given).toBeLessThanOrEqual(burst + (forward / 1_000) * ratePerSecond + 1e-6);
        },
      ),
    );
  });
});

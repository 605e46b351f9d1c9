import * as fc from 'fast-check';
import { visibilityBackoff } from './visibility-backoff';

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

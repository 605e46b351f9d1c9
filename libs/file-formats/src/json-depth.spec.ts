import fc from 'fast-check';
import { depthOfJson } from './json-depth';

const levels = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levels)) : 0;

describe('depthOfJson', () => {
  it('counts the levels of arrays and objects, not the brackets in strings', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: fc.constantFrom('[', '{', '"', '\\', ']', 'a') }), (text) => {
        expect(depthOfJson(text)).toBe(levels(JSON.parse(text)));
      }),
    );
  });
});

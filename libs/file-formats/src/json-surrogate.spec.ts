import fc from 'fast-check';
import { loneSurrogateEscape } from './json-surrogate';

const unit = fc.constantFrom('\\ud83d', '\\uDE00', '\\u0041', '\\\\', '\\n', 'ud83d', 'a', '😀');

describe('loneSurrogateEscape', () => {
  it('finds one exactly where the string is not well-formed', () => {
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = `"${units.join('')}"`;
        // A lone half cannot be encoded as UTF-8: Buffer writes U+FFFD in its place.
        const value = JSON.parse(text) as string;
        expect(loneSurrogateEscape(text) < 0).toBe(Buffer.from(value).toString() === value);
      }),
      { numRuns: 2000 },
    );
  });

  it('tells where it is', () => {
    expect(loneSurrogateEscape('"\\ud83d\\ude00 \\ud83d"')).toBe(14);
    expect(loneSurrogateEscape('"\\ud83d \\ude00"')).toBe(1);
    expect(loneSurrogateEscape('"\\ude00"')).toBe(1);
    expect(loneSurrogateEscape('["\\ud83d","\\ude00"]')).toBe(2);
  });
});

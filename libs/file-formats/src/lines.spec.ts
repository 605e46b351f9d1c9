import fc from 'fast-check';
import { LineCounter, LineEnds } from './lines';

const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n'), maxLength: 20 });

describe('LineEnds', () => {
  it('cuts a text where LF, CRLF and lone CR do', () => {
    fc.assert(
      fc.property(text, (input) => {
        const ends = new LineEnds();
        ends.reset(input, true);
        const lines: string[] = [];
        let at = 0;
        for (let end = ends.at(at); end < input.length; end = ends.at(at)) {
          lines.push(input.slice(at, end));
          at = ends.after(end);
        }
        expect([...lines, input.slice(at)]).toEqual(input.split(/\r\n|\r|\n/));
      }),
    );
  });

  it('does not know the length of a CR at the end of what is there', () => {
    const ends = new LineEnds();
    ends.reset('a\r', false);
    expect(ends.after(1)).toBe(-1);
    ends.reset('a\r', true);
    expect(ends.after(1)).toBe(2);
  });
});

describe('LineCounter', () => {
  it('counts the same however the text is cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(5)), fc.nat(5), (input, passes, size) => {
        const counter = new LineCounter(1);
        for (let from = 0; from < input.length; from += size + 1) {
          const piece = input.slice(from, from + size + 1);
          counter.reset(piece);
          let at = 0;
          for (const step of passes) {
            counter.pass(at, Math.min(piece.length, at + step));
            at = Math.min(piece.length, at + step);
          }
          counter.pass(at, piece.length);
        }
        expect(counter.line).toBe(input.split(/\r\n|\r|\n/).length);
      }),
      { numRuns: 1000 },
    );
  });
});

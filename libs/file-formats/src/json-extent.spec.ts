import * as fc from 'fast-check';
import { ElementExtent, type Extent } from './json-extent';

const MAX_DEPTH = 64;

/** Scans pieces one after the other, as they would come. @returns what was found and where, in all the text */
function scanned(pieces: readonly string[], { alone = false, depth = MAX_DEPTH } = {}): readonly [Extent, number] {
  const extent = new ElementExtent(depth);
  extent.begin(alone);
  let before = 0;
  for (const piece of pieces) {
    const found = extent.scan(piece, 0);
    if (found !== 'more') return [found, before + extent.at];
    before += piece.length;
  }
  return ['more', before];
}

/** A text in pieces, cut anywhere. */
const cut = (text: string, places: readonly number[]): readonly string[] => {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((from, index) => text.slice(from, ends[index] ?? text.length));
};
const places = fc.array(fc.nat(), { maxLength: 5 });

it('ends an element at what stands behind it, whatever is in it and however the text comes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(',', ']'), places, (value, behind, at) => {
      const element = JSON.stringify(value);
      expect(scanned(cut(`${element}${behind}{"next":"]}"}`, at))).toEqual(['end', element.length]);
    }),
  );
});

it('ends a lone object at its own brace', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), places, (value, at) => {
      const text = JSON.stringify(value);
      expect(scanned(cut(`${text} `, at), { alone: true })).toEqual(['end', text.length - 1]);
    }),
  );
});

it('wants more of every beginning of an element', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), (value, length) => {
      const text = JSON.stringify(value);
      const beginning = text.slice(0, length % (text.length + 1));
      expect(scanned([beginning])).toEqual(['more', beginning.length]);
    }),
  );
});

it.each<[string, string, Extent, number]>([
  ['a bracket that closes another one', '{"a":[1}', 'mismatch', 7],
  ['a brace that closes nothing', '1}', 'mismatch', 1],
  ['a line end in a string', '"a\nb"', 'lineEnd', 2],
  ['a line end after a backslash', '"a\\\nb"', 'lineEnd', 3],
  ['brackets deeper than are followed', '[[[[', 'depth', 3],
])('does not know the end after %s', (_, text, reason, at) => {
  expect(scanned([text], { depth: 3 })).toEqual([reason, at]);
  // A byte at a time it is the same.
  expect(scanned([...text], { depth: 3 })).toEqual([reason, at]);
});

import * as fc from 'fast-check';
import { canonicalText, contentHash } from './content-hash';
import type { Payload } from './dataset';
import { readDecimal } from './decimal';
import { valueSize } from './item-size';

describe('the hash of a content', () => {
  it('knows no order of members, and no member that is absent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(contentHash({ ...reversed, absent: undefined } as Payload)).toBe(contentHash(members));
      }),
    );
  });

  it('is the same for a number however it was written, and another for its text', () => {
    const hashes = ['1', '1.0', '10e-1', '1.00000000000000000000'].map((literal) =>
      contentHash({ n: readDecimal(literal) as number }),
    );
    expect(new Set(hashes).size).toBe(1);
    expect(contentHash({ n: '1' })).not.toBe(hashes[0]);
  });

  it('tells contents apart', () => {
    const contents: Payload[] = [
      {},
      { a: null },
      { a: '' },
      { a: [] },
      { a: {} },
      { a: 'null' },
      { a: false },
      { a: 0 },
      { 'a"': 0 },
      { a: ['x', 'y'] },
      { a: ['x,y'] },
    ];
    expect(new Set(contents.map(contentHash)).size).toBe(contents.length);
  });
});

describe('the text of a content', () => {
  it('bounds the bytes of an item: none of its units is more than six of them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const value = json as Payload;
        expect(valueSize(value)).toBeLessThanOrEqual(6 * canonicalText(value).length);
      }),
    );
  });
});

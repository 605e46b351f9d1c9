import fc from 'fast-check';
import { parseByteRange } from './byte-range';

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=5-9', { start: 5, end: 10 }],
    ['bytes=5-', { start: 5, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-1000', { start: 0, end: 100 }],
    ['bytes=90-1000', { start: 90, end: 100 }],
    [' bytes=5-9 ', { start: 5, end: 10 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-5', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
    ['', undefined],
  ])('%j of 100 bytes is %j', (header, range) => {
    expect(parseByteRange(header, 100)).toEqual(range);
  });

  it('of nothing can not be satisfied', () => {
    expect([parseByteRange('bytes=0-', 0), parseByteRange('bytes=-5', 0)]).toEqual(['unsatisfiable', 'unsatisfiable']);
  });

  it('asks for the bytes that it names, as far as they are there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(300), fc.nat(300), (body, first, length) => {
        const range = parseByteRange(`bytes=${first}-${first + length}`, body.length);
        if (range === 'unsatisfiable' || range === undefined) expect(first).toBeGreaterThanOrEqual(body.length);
        else expect(body.slice(range.start, range.end)).toEqual(body.slice(first, first + length + 1));
      }),
    );
  });

  it('asks for the last bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 1, max: 300 }), (body, length) => {
        const range = parseByteRange(`bytes=-${length}`, body.length);
        expect(range).not.toBe('unsatisfiable');
        const { start, end } = range as { start: number; end: number };
        expect(body.slice(start, end)).toEqual(body.slice(-length));
      }),
    );
  });
});

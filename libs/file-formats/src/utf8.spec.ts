import { Buffer, isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { firstInvalidByte, Utf8 } from './utf8';

const bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xc3, 0xe0, 0xed, 0xa0, 0xf0, 0x9f, 0x98, 0x80, 0xf4, 0xff),
      fc.nat(255),
    ),
  )
  .map((list) => Buffer.from(list));

describe('firstInvalidByte', () => {
  it('agrees with isUtf8, and what is before it is UTF-8', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const at = firstInvalidByte(input);
        expect(at === input.length).toBe(isUtf8(input));
        expect(isUtf8(input.subarray(0, at))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['overlong', [0x41, 0xc0, 0xaf], 1],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['cut', [0x41, 0xe2, 0x82], 1],
    ['a lone continuation', [0xc3, 0xa9, 0x80], 2],
  ])('finds %s', (_name, input, at) => {
    expect(firstInvalidByte(Uint8Array.from(input))).toBe(at);
  });
});

describe('Utf8', () => {
  it('tells ASCII and UTF-8 of any part of a view, in any order', () => {
    const part = fc.tuple(fc.nat(40), fc.nat(40));
    fc.assert(
      fc.property(bytes, fc.nat(3), fc.array(part), (input, shift, parts) => {
        // Views begin anywhere in memory.
        const view = Buffer.concat([Buffer.alloc(shift), input]).subarray(shift);
        const utf8 = new Utf8();
        utf8.reset(view);
        for (const [a, b] of parts) {
          const from = Math.min(a, b, view.length);
          const to = Math.min(Math.max(a, b), view.length);
          expect(utf8.isAscii(from, to)).toBe(view.subarray(from, to).every((byte) => byte < 128));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('does not hold a split character against the rows before it', () => {
    const utf8 = new Utf8();
    const view = Buffer.from('é\n€');
    utf8.reset(view.subarray(0, 4));
    expect(utf8.isValid(0, 2)).toBe(true);
    expect(utf8.isValid(3, 4)).toBe(false);
  });
});

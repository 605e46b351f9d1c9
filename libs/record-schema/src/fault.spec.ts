import * as fc from 'fast-check';
import { Decimal, UnstorableNumber } from './decimal';
import { bounded, escaped, rendered } from './fault';

describe('a value in a message', () => {
  it.each([
    ['abc', '"abc"'],
    ['a"b', '"a\\"b"'],
    ['', '""'],
    [1.5, '1.5'],
    [null, 'null'],
    [true, 'true'],
    [Decimal.parse('12345678901234567890'), '12345678901234567890'],
    [new UnstorableNumber('1e999'), '1e999'],
    [[1, 2], 'an array of 2'],
    [{}, 'an empty object'],
    [{ a: 1, b: 2 }, 'an object of a, b'],
  ])('%p is %s', (value, text) => {
    expect(rendered(value)).toBe(text);
  });

  it.each([
    ['a terminal sequence', '\u001b[31m', '"\\u001b[31m"'],
    ['a control of the second set', '\u009b31m', '"\\u009b31m"'],
    ['a delete', '\u007f', '"\\u007f"'],
    ['a line separator', '\u2028', '"\\u2028"'],
    ['text turned around', '\u202egpj.exe', '"\\u202egpj.exe"'],
    ['a byte order mark', '\ufeff', '"\\ufeff"'],
  ])('that is %s is shown and not obeyed', (_, value, text) => {
    expect(rendered(value)).toBe(text);
    expect(rendered({ [value]: 1 })).toBe(`an object of ${text.slice(1, -1)}`);
  });

  it('is short, whatever it is', () => {
    const any = fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 2_000 }));
    fc.assert(fc.property(any, (value) => expect(rendered(value).length).toBeLessThanOrEqual(201)));
  });
});

describe('a text', () => {
  it('that people read stays as it is', () => {
    expect(escaped('Zoë Müller, 東京, 😀, naïve – “quoted”')).toBe('Zoë Müller, 東京, 😀, naïve – “quoted”');
  });

  it('that is cut loses no half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const cut = bounded(text, limit);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        expect(cut === text || text.startsWith(cut.slice(0, -1))).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(limit + 1);
      }),
    );
  });
});

import fc from 'fast-check';
import { JsonText } from './json-text';

const nothing = Symbol('no JSON');

function byEngine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return nothing;
  }
}

function byJsonText(text: string): unknown {
  const parser = new JsonText(text, Number);
  const value = parser.parse();
  return parser.error === undefined ? value : nothing;
}

describe('JsonText', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 2 }), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent);
        expect(byJsonText(written)).toEqual(JSON.parse(written));
      }),
    );
  });

  it('accepts and refuses what JSON.parse accepts and refuses', () => {
    const piece = fc.constantFrom(
      ...'{}[],:" \t\n\r\\/-+.eE01u9abtrfns\u0000\u2028é',
      'true',
      'null',
      '"a"',
      '\\u00e9',
      '-0',
      '1e5',
    );
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 2 }),
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.array(piece, { maxLength: 2 }),
        (text, at, removed, put) => {
          const cut = at % (text.length + 1);
          const damaged = text.slice(0, cut) + put.join('') + text.slice(cut + removed);
          expect(byJsonText(damaged)).toEqual(byEngine(damaged));
        },
      ),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        expect(byJsonText(pieces.join(''))).toEqual(byEngine(pieces.join('')));
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps __proto__ as a member, and the last of equal names', () => {
    const value = new JsonText('{"__proto__":{"x":1},"a":1,"a":2}', Number).parse();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1},"a":2}');
  });

  it.each([
    ['', 0, 'a value'],
    ['{"a":1', 6, "',' or '}'"],
    ['{a:1}', 1, 'a name in double quotes'],
    ['{"a" 1}', 5, "':'"],
    ['[1,]', 3, 'a value'],
    ['[1 2]', 3, "',' or ']'"],
    ['{"a":1} x', 8, 'the end of the row'],
    ['"a\tb"', 2, 'an escape instead of a control character'],
    ['"a\\x"', 2, 'an escape that JSON has'],
    ['"a', 2, 'a closing quote'],
    ['01', 1, 'the end of the row'],
  ])('says where %j stops being JSON', (text, at, expected) => {
    const parser = new JsonText(text, Number);
    parser.parse();
    expect(parser.error).toEqual({ at, expected });
  });
});

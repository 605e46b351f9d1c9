import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { isLongNumber, parseExactly, showsLongNumber } from './exact-number';
import { readAll } from './fixtures/reading';
import { NumberScreen } from './number-screen';

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const whole = digits(1, 20).map((text) => text.replace(/^0+(?=.)/, ''));
const literal = fc
  .tuple(
    fc.constantFrom('', '-'),
    whole,
    fc.option(digits(1, 20)),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), digits(1, 3))),
  )
  .map(
    ([sign, int, fraction, exponent]) =>
      `${sign}${int}${fraction === null ? '' : `.${fraction}`}${exponent?.join('') ?? ''}`,
  );

/** JSON text whose numbers are the literals, among strings that look like numbers. */
const textOf = (literals: readonly string[]): string =>
  `{"1e5":[${literals.join()}],"id":"7f3e41d2-1234567890123456789","a\\"":${literals[0] ?? 'null'},"s":" \\\\"}`;

describe('isLongNumber', () => {
  it('is true of every literal that a double would change', () => {
    fc.assert(
      fc.property(literal, (text) => {
        const [int = '', fraction = ''] = text.replace('-', '').split('.');
        const kept = `${int}.${fraction}`.replace(/^0+|(\.?0*)$/g, '');
        if (isLongNumber(text)) return;
        const double = Math.abs(Number(text));
        const shown = double.toLocaleString('en', {
          useGrouping: false,
          maximumFractionDigits: 20,
          maximumSignificantDigits: 15,
        });
        expect(shown.replace(/^0+/, '')).toBe(kept === '' ? '' : kept);
      }),
    );
  });

  it.each(['123456789012345', '0.123456789012345', '-0', '0.0000000000000001', '123456.789012345'])(
    '%s is short',
    (text) => {
      expect(isLongNumber(text)).toBe(false);
    },
  );

  it.each(['1234567890123456', '0.1234567890123456', '1e1', '-1E-1', `0.${'0'.repeat(400)}1`])('%s is long', (text) => {
    expect(isLongNumber(text)).toBe(true);
  });
});

describe('showsLongNumber', () => {
  it('looks at numbers and not at strings', () => {
    fc.assert(
      fc.property(fc.array(literal), (literals) => {
        expect(showsLongNumber(textOf(literals))).toBe(literals.some(isLongNumber));
      }),
    );
  });
});

describe('NumberScreen', () => {
  it('suspects every row with a long number, wherever in the view it lies', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(literal, { maxLength: 3 }), { maxLength: 6 }),
        fc.nat({ max: 20 }),
        (rows, indent) => {
          const lines = rows.map((literals) => `{"a":[${literals.join()}]}`);
          const text = ' '.repeat(indent) + lines.join('\n');
          const screen = new NumberScreen();
          screen.reset({ bytes: Buffer.from(text), text, base: 0, final: true });
          let from = indent;
          for (const line of lines) {
            if (showsLongNumber(line)) expect(screen.suspects(from, from + line.length)).toBe(true);
            from += line.length + 1;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('passes text over', () => {
    const text = '{"id":"a-12","at":"2024-05-01T10:00:00.000Z","amount":123456.78,"phone":"+49 30 1234567"}';
    const screen = new NumberScreen();
    screen.reset({ bytes: Buffer.from(text), text, base: 0, final: true });
    expect(screen.suspects(0, text.length)).toBe(false);
  });
});

describe('parseExactly', () => {
  it('makes every number from its literal', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1 }), (literals) => {
        const seen: string[] = [];
        parseExactly(textOf(literals), (text) => seen.push(text));
        expect(seen).toEqual([...literals, literals[0]]);
      }),
    );
  });

  it('gives what JSON.parse gives where nothing is exact', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(parseExactly(text, Number)).toEqual(JSON.parse(text))));
  });
});

describe('numbers of a row', () => {
  const number = (text: string): unknown => ({ text });

  it.each(['ndjson', 'json'] as const)('of %s are exact in rows that need it and plain in others', (format) => {
    const rows = ['{"a":1.5,"b":2}', '{"a":0.12345678901234567,"b":2}', '{"a":"1e5","b":2}'];
    const text = format === 'json' ? `[${rows.join()}]` : rows.join('\n');
    expect(readAll(format, text, 3, { number }).rows.map(({ value }) => value)).toEqual([
      { a: 1.5, b: 2 },
      { a: { text: '0.12345678901234567' }, b: { text: '2' } },
      { a: '1e5', b: 2 },
    ]);
  });

  it('are doubles where nobody asks for more', () => {
    expect(readAll('ndjson', '{"a":1e2}').rows[0]?.value).toEqual({ a: 100 });
  });
});

import fc from 'fast-check';
import { Cursor } from './cursor';
import { PlainRows } from './csv-plain-row';
import { corpus } from './fixtures/corpus';
import { type Reading, readAll } from './fixtures/reading';
import type * as GeneratedCode from './generated-code';
import { generated } from './generated-code';
import type { ReaderOptions } from './reader';
import { Utf8 } from './utf8';

jest.mock('./generated-code', () => {
  const real = jest.requireActual<typeof GeneratedCode>('./generated-code');
  return { ...real, generated: jest.fn(real.generated) };
});

/** Reads where code generation is forbidden: the tokenizer reads every row. */
function readExactly(input: Uint8Array, size: number, options: ReaderOptions): Reading {
  const generate = jest.mocked(generated);
  const real = generate.getMockImplementation();
  generate.mockReset().mockReturnValue(undefined);
  try {
    return readAll('csv', input, size, options);
  } finally {
    generate.mockReset().mockImplementation(real);
  }
}

describe('plain rows', () => {
  const files = corpus.filter(({ format }) => format === 'csv');

  it.each(files)('of $name are what the tokenizer reads', ({ bytes, options }) => {
    expect(readAll('csv', bytes, 50, options)).toEqual(readExactly(bytes, 50, options));
  });

  it('of any text are what the tokenizer reads', () => {
    const piece = fc.constantFrom(
      'a',
      'é',
      '€',
      '1',
      ' ',
      ',',
      ',',
      ';',
      '"',
      '""',
      '"",',
      ',"',
      '",',
      '\n',
      '\r',
      '\r\n',
      '\xff',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(`a,b\n${pieces.join('')}`, 'utf8'));
    const cut = fc.tuple(text, fc.nat()).map(([bytes, at]) => {
      // A byte less somewhere breaks characters, too.
      const place = 4 + (at % Math.max(1, bytes.length - 4));
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + (at % 2))]);
    });
    fc.assert(
      fc.property(cut, fc.integer({ min: 1, max: 30 }), fc.constantFrom(6, 100), (bytes, size, maxRowBytes) => {
        const options = { limits: { maxRowBytes } };
        expect(readAll('csv', bytes, size, options)).toEqual(readExactly(bytes, size, options));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a line', () => {
  const read = (line: string): unknown => {
    const bytes = Buffer.from(`${line}\n`);
    const view = { bytes, text: bytes.toString('latin1'), base: 0, final: true };
    const [quotes, utf8] = [new Cursor('"'), new Utf8()];
    quotes.reset(view.text);
    utf8.reset(bytes);
    const rows = new PlainRows(['a', 'b'], ',', quotes, utf8);
    rows.reset(view);
    return rows.read(0, bytes.length - 1);
  };

  it.each([
    ['1,2', '1', '2'],
    ['"1","2"', '1', '2'],
    ['"a ""b""",é', 'a "b"', 'é'],
    ['"€,",', '€,', ''],
    [',""', '', ''],
  ])('%s is read', (line, a, b) => {
    expect(Object.entries(read(line) as object)).toEqual([
      ['a', a],
      ['b', b],
    ]);
  });

  it.each(['1', '1,2,3', '"1"', '"1","2",3', '1,"2', '1,2"', '"1"2,3', '1,"2"3', '1",2', ''])(
    '%s is left to the tokenizer',
    (line) => {
      expect(read(line)).toBeUndefined();
    },
  );

  it('of other bytes than UTF-8 is left to the tokenizer', () => {
    const { rows } = readAll('csv', Buffer.from('a,b\n1,\xff\n3,4\n', 'latin1'));
    expect(rows.map(({ faults, value }) => faults?.[0]?.code ?? { ...(value as object) })).toEqual([
      'row.utf8',
      { a: '3', b: '4' },
    ]);
  });
});

it('rows without a delimiter cost no search each', () => {
  const searches = jest.spyOn(String.prototype, 'indexOf');
  const { end } = readAll('csv', `a,b\n${'x\n'.repeat(5_000)}`);
  const calls = searches.mock.calls.filter(([needle]) => needle === ',').length;
  searches.mockRestore();
  expect(end.rows).toBe(5_000);
  expect(calls).toBeLessThan(10);
});

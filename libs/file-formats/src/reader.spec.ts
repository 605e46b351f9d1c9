import fc from 'fast-check';
import { corpus } from './fixtures/corpus';
import { outcomes, readAll } from './fixtures/reading';
import { createReader } from './reader';
import type { Row } from './row';

const chunkSizes = [1, 2, 3, 7, 4096];

describe('every file of the corpus', () => {
  describe.each(corpus)('$name', ({ format, bytes, options }) => {
    const whole = readAll(format, bytes, Infinity, options);

    it.each(chunkSizes)('reads the same in chunks of %d', (size) => {
      expect(readAll(format, bytes, size, options)).toEqual(whole);
    });

    it('can be read on from behind every row', () => {
      whole.rows.forEach(({ next }, index) => {
        const rest = readAll(format, bytes.subarray(next.offset), 5, { ...options, start: next });
        expect(rest.rows).toEqual(whole.rows.slice(index + 1));
        expect(rest.end.fault).toEqual(
          whole.end.fault?.code === 'json.lost' && index === whole.rows.length - 1 ? undefined : whole.end.fault,
        );
        expect(next.line + rest.end.lines).toBe(1 + whole.end.lines);
      });
    });

    it('gives every row its place, in order, and its bytes', () => {
      let reached = 0;
      whole.rows.forEach(({ position, raw }, index) => {
        expect(position.ordinal).toBe(index + 1);
        expect(position.offset).toBeGreaterThanOrEqual(reached);
        reached = position.offset + position.length;
        const kept = Math.min(position.length, options.limits?.maxRowBytes ?? Infinity);
        expect(raw).toBe(bytes.subarray(position.offset, position.offset + kept).toString('latin1'));
        const before = bytes.subarray(0, position.offset).toString('latin1');
        const ends = format === 'ndjson' ? /\n/g : /\r\n|\r|\n/g;
        expect(position.line).toBe(1 + (before.match(ends) ?? []).length);
      });
      expect(reached).toBeLessThanOrEqual(bytes.length);
      expect(whole.end).toMatchObject({ rows: whole.rows.length, bytes: bytes.length });
    });
  });
});

/** A file with known rows: its bytes, and the first byte of each row, of the end, and of what follows each row. */
interface Built {
  readonly text: string;
  /** Where each row begins and ends in the text; its line end or comma follows. */
  readonly spans: readonly (readonly [from: number, end: number])[];
}

function build(before: string, rows: readonly string[], between: string, after: string): Built {
  let text = before;
  const spans = rows.map((row, index) => {
    if (index > 0) text += between;
    text += row;
    return [text.length - row.length, text.length] as const;
  });
  return { text: text + after, spans };
}

const without = (text: string, at: number): string => text.slice(0, at) + text.slice(at + 1);

/** Content that would close an earlier field legally if that had lost its own quote is ambiguous, not lost. */
const csvContent = fc
  .string({ unit: fc.constantFrom('a', 'b', '1', ' ', 'é', ',', '"', '\n', '\r\n'), maxLength: 8 })
  .filter((content) => !/^"*[,\r\n]/.test(content));
const csvField = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', 'é'), maxLength: 5 }),
  csvContent.map((content) => `"${content.replaceAll('"', '""')}"`),
);
const csvRow = fc.tuple(csvField, csvField, csvField).map((fields) => fields.join(','));
const jsonRow = fc
  .record({
    a: fc.string({ unit: 'grapheme' }),
    b: fc.double({ noNaN: true, noDefaultInfinity: true }),
    c: fc.array(fc.integer()),
  })
  .map((row) => JSON.stringify(row));
const aPlace = fc.nat();

describe('removing one character from a row', () => {
  it('of CSV changes no other row; removing a line end changes the next row too', () => {
    fc.assert(
      fc.property(
        fc.array(csvRow, { minLength: 2, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        aPlace,
        aPlace,
        (rows, lineEnd, which, where) => {
          const { text, spans } = build(`a,b,c${lineEnd}`, rows, lineEnd, lineEnd);
          const before = outcomes(readAll('csv', text));
          const k = which % rows.length;
          const [from, end] = spans[k]!;
          const at = from + (where % (end - from + lineEnd.length));
          const after = outcomes(readAll('csv', without(text, at), 1 + (where % 9)));
          const standing = before.slice(at < end ? k + 1 : k + 2);
          expect(after.slice(0, k)).toEqual(before.slice(0, k));
          expect(after.slice(after.length - standing.length)).toEqual(standing);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of NDJSON changes no other row; removing a line end changes the next row too', () => {
    fc.assert(
      fc.property(fc.array(jsonRow, { minLength: 2, maxLength: 5 }), aPlace, aPlace, (rows, which, where) => {
        const { text, spans } = build('', rows, '\n', '\n');
        const before = outcomes(readAll('ndjson', text));
        const k = which % rows.length;
        const [from, end] = spans[k]!;
        const at = from + (where % (end - from + 1));
        const after = outcomes(readAll('ndjson', without(text, at), 1 + (where % 9)));
        const standing = before.slice(at < end ? k + 1 : k + 2);
        expect(after.slice(0, k)).toEqual(before.slice(0, k));
        expect(after.slice(after.length - standing.length)).toEqual(standing);
      }),
      { numRuns: 500 },
    );
  });

  it('of a JSON array changes no earlier row, and no later one unless a bracket, quote or backslash is gone', () => {
    fc.assert(
      fc.property(
        fc.array(jsonRow, { minLength: 2, maxLength: 5 }),
        fc.constantFrom(',', ',\n '),
        aPlace,
        aPlace,
        (rows, comma, which, where) => {
          const { text, spans } = build('[', rows, comma, ']');
          const before = outcomes(readAll('json', text));
          const k = which % rows.length;
          const [from, end] = spans[k]!;
          const at = from + (where % (end - from));
          const reading = readAll('json', without(text, at), 1 + (where % 9));
          const after = outcomes(reading);
          expect(after.slice(0, k)).toEqual(before.slice(0, k));
          // A comma inside the row or a surrogate's half changes this row only; so does all that opens and closes nothing.
          if (!'[]{}"\\'.includes(text.charAt(at))) expect(after.slice(k + 1)).toEqual(before.slice(k + 1));
          else if (reading.end.fault === undefined) expect(after.length).toBeLessThanOrEqual(before.length);
          else expect(after.at(-1)).toBe('json.lost');
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('damaged files', () => {
  const damage = fc.record({
    file: fc.constantFrom(...corpus),
    at: fc.nat(),
    removed: fc.nat({ max: 3 }),
    put: fc.array(fc.constantFrom(...Buffer.from('"",;\n\r[]{}:\\ \xff\xc3\xe2ue1.-', 'latin1')), { maxLength: 3 }),
  });

  it('read the same in chunks of any size, and on from any row', () => {
    fc.assert(
      fc.property(damage, fc.integer({ min: 1, max: 40 }), fc.nat(), ({ file, at, removed, put }, size, row) => {
        const cut = at % (file.bytes.length + 1);
        const bytes = Buffer.concat([
          file.bytes.subarray(0, cut),
          Buffer.from(put),
          file.bytes.subarray(cut + removed),
        ]);
        const whole = readAll(file.format, bytes, Infinity, file.options);
        expect(readAll(file.format, bytes, size, file.options)).toEqual(whole);
        if (whole.rows.length === 0) return;
        const { next, position } = whole.rows[row % whole.rows.length]!;
        const rest = readAll(file.format, bytes.subarray(next.offset), size, { ...file.options, start: next });
        expect(rest.rows).toEqual(whole.rows.slice(position.ordinal));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('bytes that broke off', () => {
  it.each([
    ['csv', 'a,b\n1,2\n"3",4\n5,67'],
    ['ndjson', '{"a":1}\n{"a":2}\n34'],
    ['json', '[{"a":1},{"a":2},34'],
  ] as const)('of %s give the whole rows before, and no part of one', (format, text) => {
    for (const size of [1, 2, 5, 100]) {
      const rows: unknown[] = [];
      const reader = createReader(format, {}, (row) => rows.push(row.kind === 'row' ? row.value : row.faults));
      for (let at = 0; at < text.length; at += size) reader.push(Buffer.from(text.slice(at, at + size)));
      const end = reader.end(true);
      expect(end).toEqual({ rows: 2, bytes: text.length, lines: text.split('\n').length - 1 });
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toMatch(/[57]/);
    }
  });
});

describe('a row that never ends', () => {
  const begun = [
    ['csv', 'a\n"', 'row.bytes'],
    ['csv', 'a\n', 'row.bytes'],
    ['ndjson', '{"a":"', 'row.bytes'],
    ['json', '[{"a":"', 'json.lost'],
    ['json', 'text', 'json.lost'],
  ] as const;

  it.each(begun)('of %s after %j costs no more memory than the limit of a row', (format, start, code) => {
    const rows: Row[] = [];
    const reader = createReader(format, { limits: { maxRowBytes: 1000 } }, (row) => rows.push(row));
    const endless = Buffer.alloc(64, 'x');
    reader.push(Buffer.from(start));
    for (let k = 0; k < 10_000; k += 1) reader.push(endless);
    reader.end();
    expect(rows).toHaveLength(1);
    const [row] = rows;
    expect(row?.kind === 'refused' && row.faults[0]?.code).toBe(code);
    expect(row?.position.length).toBeGreaterThan(640_000 - 1);
    expect(row?.raw).toHaveLength(1000);
    expect(row?.raw.buffer.byteLength).toBeLessThanOrEqual(32_768);
  });
});

describe('small chunks', () => {
  it.each([
    ['csv', `a\n"${'x\n'.repeat(10_000)}"\n`],
    ['ndjson', `"${'x'.repeat(20_000)}"\n`],
    ['json', `["${'x'.repeat(20_000)}"]`],
  ] as const)('of a long row of %s are not read again with each', (format, text) => {
    const bytes = Buffer.from(text);
    let decoded = 0;
    const original = Buffer.prototype.toString;
    const toString = jest.spyOn(Buffer.prototype, 'toString').mockImplementation(function (this: Buffer, ...args) {
      const result = original.apply(this, args);
      decoded += result.length;
      return result;
    });
    const reader = createReader(format, {}, () => undefined);
    for (const byte of bytes) reader.push(Uint8Array.of(byte));
    const { rows } = reader.end();
    toString.mockRestore();
    expect(rows).toBe(1);
    expect(decoded).toBeLessThan(5 * bytes.length);
  });
});

describe('a reader', () => {
  it('tells the columns as soon as they are known', () => {
    const reader = createReader('csv', {}, () => undefined);
    expect(reader.header).toBeUndefined();
    reader.push(Buffer.from('a,b\n'));
    expect(reader.header).toEqual(['a', 'b']);
  });

  it('takes a header from outside, and then every row is data', () => {
    const start = { offset: 0, ordinal: 1, line: 1, header: ['x', 'y'] };
    expect(outcomes(readAll('csv', '1,2\n3,4\n', 1, { start }))).toEqual([
      { x: '1', y: '2' },
      { x: '3', y: '4' },
    ]);
  });

  it('takes nothing after its end', () => {
    const reader = createReader('csv', {}, () => undefined);
    reader.end();
    expect(() => reader.push(Buffer.from('a'))).toThrow('A reader takes no bytes after end().');
    expect(() => reader.end()).toThrow('A reader ends once.');
  });

  it('reads pieces of any size from one push', () => {
    const rows = 60_000;
    const text = Array.from({ length: rows }, (_, k) => `{"n":${k}}`);
    expect(readAll('ndjson', text.join('\n')).end).toEqual({ rows, bytes: text.join('\n').length, lines: rows - 1 });
    expect(readAll('json', `[${text.join()}]`).end.rows).toBe(rows);
    expect(readAll('csv', `a\n${text.join('\n').replaceAll('"', '')}`).end.rows).toBe(rows);
  });
});

import fc from 'fast-check';
import { corpus } from './fixtures/corpus';
import { type Reading, type SeenRow, readAll, seen } from './fixtures/reading';
import { createReader, type ReaderOptions } from './reader';
import { createSlicePlanner, type SliceStart } from './slice-planner';
import type { Format } from './format';

function plan(
  format: Format,
  bytes: Uint8Array,
  chunk: number,
  { limits, delimiter, start }: ReaderOptions,
  sliceBytes: number,
): readonly SliceStart[] {
  const options = { ...(limits && { limits }), ...(delimiter !== undefined && { delimiter }), ...(start && { start }) };
  const planner = createSlicePlanner(format, options, sliceBytes);
  for (let at = 0; at < bytes.length; at += chunk) planner.push(bytes.subarray(at, at + chunk));
  planner.end();
  return planner.cuts;
}

/** The rows of one slice, read as the function reads it: until a row begins beyond it, or to the end of the object. */
function readSlice(
  format: Format,
  bytes: Uint8Array,
  chunk: number,
  options: ReaderOptions,
  end = Infinity,
): { rows: readonly SeenRow[]; fault?: Reading['end']['fault'] } {
  const rows: SeenRow[] = [];
  let beyond = false;
  const reader = createReader(format, options, (row) => {
    if (row.position.offset >= end) beyond = true;
    else rows.push(seen(row));
  });
  for (let at = options.start?.offset ?? 0; at < bytes.length && !beyond; at += chunk) {
    reader.push(bytes.subarray(at, at + chunk));
  }
  if (beyond) return { rows };
  return { rows, fault: reader.end().fault };
}

function expectSlicesToBeTheWhole(
  format: Format,
  bytes: Uint8Array,
  options: ReaderOptions,
  chunk: number,
  sliceBytes: number,
): number {
  const whole = readAll(format, bytes, chunk, options);
  const cuts = plan(format, bytes, chunk, options, sliceBytes);
  const starts = [undefined, ...cuts];
  const slices = starts.map((cut, index) => {
    const { header } = whole;
    const start = cut && { ...cut, ...(format === 'csv' && header && { header }) };
    return readSlice(format, bytes, chunk, { ...options, ...(start && { start }) }, cuts[index]?.offset);
  });
  expect(slices.flatMap(({ rows }) => rows)).toEqual(whole.rows);
  expect(slices.every(({ rows }) => rows.length > 0) || whole.rows.length === 0).toBe(true);
  expect(slices.at(-1)?.fault).toEqual(whole.end.fault);
  cuts.forEach(({ offset }, index) => {
    expect(offset - (cuts[index - 1]?.offset ?? 0)).toBeGreaterThanOrEqual(sliceBytes);
  });
  return cuts.length;
}

describe('slices', () => {
  describe.each(corpus)('of $name', ({ format, bytes, options }) => {
    it.each([1, 7, 40])('of at least %d bytes are the rows of one pass', (sliceBytes) => {
      expectSlicesToBeTheWhole(format, bytes, options, 5, sliceBytes);
    });
  });

  it('of any damaged file, at any size and in any chunking, are the rows of one pass', () => {
    let cuts = 0;
    const damage = fc.record({
      file: fc.constantFrom(...corpus),
      at: fc.nat(),
      removed: fc.nat({ max: 3 }),
      put: fc.array(fc.constantFrom(...Buffer.from('"",;\n\r[]{}:\\ \xff\xc3\xe2ue1.-', 'latin1')), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        damage,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        ({ file, at, removed, put }, chunk, sliceBytes) => {
          const cut = at % (file.bytes.length + 1);
          const parts = [file.bytes.subarray(0, cut), Buffer.from(put), file.bytes.subarray(cut + removed)];
          cuts += expectSlicesToBeTheWhole(file.format, Buffer.concat(parts), file.options, chunk, sliceBytes);
        },
      ),
      { numRuns: 3000 },
    );
    expect(cuts).toBeGreaterThan(1000);
  });

  it('of a slice are slices: planning goes on from a cut', () => {
    const bytes = Buffer.from(`a,b\n${'"1\n",2\n'.repeat(40)}`);
    const cuts = plan('csv', bytes, 9, {}, 20);
    const [, second] = cuts;
    if (second === undefined) throw new Error('There are two cuts.');
    const rest = plan('csv', bytes.subarray(second.offset), 9, { start: { ...second, header: ['a', 'b'] } }, 20);
    expect(rest).toEqual(cuts.slice(2));
  });
});

describe('the planner', () => {
  it.each([
    ['csv', `a,b\n${'1,"x\ny"\n'.repeat(9)}`],
    ['ndjson', '{"a":1}\n'.repeat(9)],
    ['json', `[${Array.from({ length: 9 }, () => '{"a":[{},"},{"]}').join()}]`],
  ] as const)('parses no value of %s', (format, text) => {
    const parse = jest.spyOn(JSON, 'parse');
    const cuts = plan(format, Buffer.from(text), 4, {}, 10);
    const calls = parse.mock.calls.length;
    parse.mockRestore();
    expect(cuts.length).toBeGreaterThan(2);
    expect(calls).toBe(0);
  });

  it('cuts nothing that is one row', () => {
    expect(plan('json', Buffer.from(`{"a": "${'x'.repeat(100)}"}`), 10, {}, 10)).toEqual([]);
    expect(plan('csv', Buffer.from('a\n1\n'), 10, {}, 1)).toEqual([]);
  });
});

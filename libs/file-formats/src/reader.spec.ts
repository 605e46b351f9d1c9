import fc from 'fast-check';
import { corpus } from './fixtures/corpus';
import { outcomes, readAll } from './fixtures/reading';
import { createReader } from './reader';

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
        expect(rest.end.fault).toEqual(whole.end.fault?.code === 'json.lost' && index === whole.rows.length - 1 ? undefined : whole.end.fault);
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

import { itemSize, newReceipt, type Receipt, receiptToItem } from '@pipeline/record-schema';
import type { SliceCommit } from './ports';
import { withinReceipt } from './within-receipt';

const counts = { rows: 9, stored: 9, duplicate: 0, superseded: 0, rejected: 0 };
const commit: SliceCommit = { start: 5, counts, bytes: 90, next: { start: 95, ordinal: 15, line: 15 } };
const slicesOf = (count: number): Receipt['slices'] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      // As long as numbers of slices get: objects have at most 5 TB.
      const start = 1e12 + index;
      return [start, { ordinal: 1e10 + index, line: 1e10 + index, after: start - 1, end: 5e12 }];
    }),
  );

describe('a commit', () => {
  it('is left alone while its receipt has room, and where the slice came to its end', () => {
    expect(withinReceipt(commit, { slices: slicesOf(2_999) })).toBe(commit);
    const ended: SliceCommit = { start: 5, counts, bytes: 90 };
    expect(withinReceipt(ended, { slices: slicesOf(3_000) })).toBe(ended);
  });

  it('ends the file where its receipt has none: its rows are counted, and where the rest begins is said', () => {
    expect(withinReceipt(commit, { slices: slicesOf(3_000) })).toEqual({
      start: 5,
      counts,
      bytes: 90,
      tooManyRejects: false,
      fault: {
        code: 'TOO_MANY_SLICES',
        message:
          'The file took 3000 invocations, as many as its receipt has room for; from row 15 at byte 95 on it was not read. ' +
          'Give the table more write capacity, or split the file, and upload it again.',
      },
    });
  });

  it('of as many slices as there may be leaves an item that DynamoDB takes', () => {
    const slices = slicesOf(3_000 + 400);
    const object = { bucket: 'b'.repeat(63), key: 'k'.repeat(1_024), lastModified: '2026-01-01T00:00:00.000Z' };
    const origin = { role: 'ingestion-us-east-1', key: object.key };
    const received = newReceipt({ fileId: 'f', object, origin, region: 'us-east-1', shardCount: 16, now: 0 });
    const { done: _, ...item } = receiptToItem({ ...received, slices }) as { readonly done?: unknown };
    const marks = Object.keys(slices).map(Number);
    expect(itemSize({ ...item, done: marks })).toBeLessThan(409_600);
  });
});

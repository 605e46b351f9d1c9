import { itemSize, datasets } from '@pipeline/record-schema';
import { join } from 'node:path';
import { itemOf, loadCost } from './load';
import { receiptUnits } from './per-million';
import { sampleItems } from './sample-items';
import { insert } from './write-units';

/** One unit of the table and one of its index, in each region: no row costs less. */
const FLOOR = { home: 2, replicated: 2 };

const payloadBytes = (item: object & { readonly payload: unknown }): number =>
  itemSize({ payload: item.payload }) - 'payload'.length;

describe('the write units of a row', () => {
  it.each([1, 300, 700])('of %i bytes of payload are at the floor', (bytes) => {
    const item = itemOf(bytes);
    expect(payloadBytes(item)).toBe(Math.max(bytes, 8));
    expect(itemSize(item) - payloadBytes(item)).toBeLessThanOrEqual(320);
    expect(insert(item)).toEqual(FLOOR);
  });

  it('of every sample are at the floor up to 700 bytes of payload', () => {
    const samples = sampleItems(join(__dirname, '../../..'));
    expect(samples).toHaveLength(datasets.size);
    for (const { items } of samples) {
      const small = items.filter((item) => payloadBytes(item) <= 700);
      expect(small.length).toBeGreaterThan(0);
      for (const item of small) expect(insert(item)).toEqual(FLOOR);
    }
  });

  it('of more than a kilobyte with its envelope are one more', () => {
    expect(insert(itemOf(1_024))).toEqual({ home: 3, replicated: 3 });
  });
});

describe('what a load costs', () => {
  const processing = { memoryMiB: 1_769, sliceBytes: 33_554_432 };
  const of = (rows: number, bytes = 300) => loadCost({ rows, bytes }, processing);
  const total = (rows: number, bytes?: number) => of(rows, bytes).reduce((sum, { usd }) => sum + usd, 0);

  it('grows with its rows, and with their bytes where they take another unit', () => {
    expect(total(2e9) / total(1e9)).toBeCloseTo(2, 2);
    expect(total(1e9, 1_024) - total(1e9, 700)).toBeGreaterThan(1_000);
  });

  it('is nearly all of it what DynamoDB writes', () => {
    const writes = of(1e9).filter(({ what }) => what.startsWith('writes'));
    expect(writes.map(({ usd }) => usd)).toEqual([1_250, 1_250]);
    expect(2_500 / total(1e9)).toBeGreaterThan(0.6);
  });

  it('counts receipts as they are counted elsewhere', () => {
    const { home, replicated } = receiptUnits();
    const [receipts] = of(1e6).filter(({ what }) => what === 'receipts');
    expect(receipts?.usd).toBeCloseTo(Math.ceil(3e8 / processing.sliceBytes) * (home + replicated) * 6.25e-7, 9);
  });

  it('says of a row that is no item why', () => {
    expect(() => of(1, 500_000)).toThrow('A row of 500000 bytes is no item: The item would have');
  });
});

import { isLeft, isRight } from 'fp-ts/Either';
import type { Payload } from './dataset';
import { Decimal } from './decimal';
import { type Item, toItem } from './item';
import { itemSize } from './item-size';
import { datasets } from './registry';
import { rowPreparer } from './row-preparer';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const draft = (payload: Payload, key = 'k') => ({
  dataset: 'weather',
  schemaVersion: 2,
  key,
  time: '2026-01-01T00:00:00.000Z',
  payload,
  ordinal: 7,
});
const codes = (payload: Payload, key?: string) => {
  const item = toItem(draft(payload, key), FILE, 1);
  return isLeft(item) ? item.left.map(({ code }) => code) : [];
};

describe('an item', () => {
  it('is named by its record, ordered by its writer and traceable to its row', () => {
    expect(toItem(draft({ wind: 4.7 }), FILE, 1_773_480_413_589)).toEqual({
      _tag: 'Right',
      right: {
        recordId: 'weather#k',
        timestamp: '2026-01-01T00:00:00.000Z',
        processingStatus: 'PROCESSED',
        statusShard: expect.stringMatching(/^PROCESSED#\d+$/),
        payload: { wind: 4.7 },
        schemaVersion: 2,
        source: `${FILE.fileId}:7`,
        revision: `20260314T092653Z#${FILE.fileId}#0000000007#002`,
        contentHash: expect.stringMatching(/^[\w-]{22}$/),
        originRegion: 'us-east-1',
        processedAt: 1_773_480_413_589,
      },
    });
  });

  it('that DynamoDB would not take is a fault of its row', () => {
    let deep: Payload = {};
    for (let level = 0; level < 32; level += 1) deep = { deep };
    expect(codes({ text: 'x'.repeat(409_600) })).toEqual(['item.size']);
    expect(codes(deep)).toEqual(['item.depth']);
    expect(codes({}, '')).toEqual(['key.empty']);
    expect(codes({}, 'é'.repeat(1_025))).toEqual(['key.size']);
    expect(codes({}, 'é'.repeat(1_020))).toEqual([]);
  });

  it('has an envelope of at most 320 bytes, names included, in every dataset', () => {
    for (const dataset of datasets.values()) {
      const { from } = dataset.sample;
      if (!('rows' in from)) continue;
      const keys = [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(32) }];
      const prepare = rowPreparer(dataset, FILE, keys);
      for (const row of from.rows()) {
        const item = prepare(row, 1_234_567, 1_773_480_413_589);
        if (isRight(item)) expect(envelope(item.right)).toBeLessThanOrEqual(320);
      }
    }
  });
});

/** The bytes around a payload, the mark of an echo included. */
const envelope = (item: Item): number => itemSize({ ...item, echo: true, payload: {} });

describe('the size of an item', () => {
  it('is that of its names and values, by the rules of DynamoDB', () => {
    // "DynamoDB item sizes and formats": UTF-8 of names and texts, 1 for a Boolean or null, 3 for a list or map and 1 an element.
    expect(itemSize({ ab: 'é' })).toBe(4);
    expect(itemSize({ a: true, b: null })).toBe(4);
    expect(itemSize({ m: { n: 'x' } })).toBe(1 + 3 + 1 + 1 + 1);
    expect(itemSize({ l: ['x', 'y'] })).toBe(1 + 3 + 2 * 2);
    expect(itemSize({ n: 1234, x: undefined })).toBe(1 + 3);
    expect(itemSize({ n: Decimal.parse('-12345678901234567890') })).toBe(1 + 12);
  });
});

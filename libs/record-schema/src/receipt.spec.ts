import { isComplete, isTerminal, newReceipt, receiptFromItem, receiptKey, receiptToItem } from './receipt';

const receipt = newReceipt({
  fileId: 'F',
  dataset: 'weather',
  object: { bucket: 'b', key: 'k', versionId: 'v', size: 9, lastModified: '2026-03-14T09:26:53.000Z' },
  origin: { role: 'ingestion-us-east-1', key: 'k', versionId: 'v' },
  region: 'us-east-1',
  shardCount: 16,
  now: 1_773_480_413_000,
});

describe('a receipt', () => {
  it('has a key of its region, so that it has one writer', () => {
    const file = { fileId: 'F', lastModified: '2026-03-14T09:26:53.000Z' };
    expect(receiptKey({ ...file, region: 'us-west-2' })).toEqual({
      recordId: 'file#F',
      timestamp: '2026-03-14T09:26:53.000Z#us-west-2',
    });
  });

  it('that is new accounts for nothing and has the whole file before it', () => {
    expect(receipt).toMatchObject({
      processingStatus: 'RECEIVED',
      rows: 0,
      stored: 0,
      duplicate: 0,
      superseded: 0,
      rejected: 0,
      slices: { '0': { ordinal: 1, line: 1 } },
      revision: 1_773_480_413,
    });
    expect(receipt.done.size).toBe(0);
  });

  it('comes out of the table as it went in, with and without marks', () => {
    expect(receiptToItem(receipt)).not.toHaveProperty('done');
    expect(receiptFromItem(receiptToItem(receipt))).toEqual(receipt);
    const marked = { ...receipt, done: new Set([0, 7]) };
    expect(receiptFromItem(receiptToItem(marked))).toEqual(marked);
  });

  it.each([
    ['RECEIVED', false, false],
    ['PROCESSING', false, false],
    ['COMPLETED', true, true],
    ['COMPLETED_WITH_REJECTS', true, true],
    ['FAILED', false, true],
  ] as const)('that is %s is complete: %s, terminal: %s', (processingStatus, complete, terminal) => {
    expect([isComplete({ processingStatus }), isTerminal({ processingStatus })]).toEqual([complete, terminal]);
  });
});

describe('the receipt of a replay', () => {
  it('has a key of its own beside that of its file, names it, and plans its parts', () => {
    const file = { fileId: 'F', region: 'us-east-1', shardCount: 8, now: 0 };
    const object = { bucket: 'b', key: 'k', lastModified: '2026-03-14T09:26:53.000Z' };
    const origin = { role: 'ingestion-us-east-1', key: 'k' };
    const of = '2026-03-14T09:26:53.000Z#us-east-1';
    const receipt = newReceipt({ ...file, object, origin, replay: { number: 2, of, parts: [3, 800] } });
    expect(receipt).toMatchObject({
      recordId: 'file#F',
      timestamp: '2026-03-14T09:26:53.000Z#us-east-1#replay-2',
      replay: { number: 2, of },
      slices: { 3: { ordinal: 3 }, 800: { ordinal: 800 } },
    });
    expect(Object.keys(receipt.slices)).toEqual(['3', '800']);
  });
});

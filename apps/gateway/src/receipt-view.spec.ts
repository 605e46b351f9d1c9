import { marshall } from '@aws-sdk/util-dynamodb';
import { newReceipt, type Receipt, type ReceiptStatus, receiptToItem } from '@pipeline/record-schema';
import fc from 'fast-check';
import type { StoredItem } from './ports';
import { fileIdOf, receiptOf, receiptView, statusOfFile } from './receipt-view';

const FILE_ID = 'F'.repeat(22);
const receiptWith = (more: Partial<Receipt> = {}, region = 'us-east-1'): Receipt => ({
  ...newReceipt({
    fileId: FILE_ID,
    dataset: 'weather',
    object: { bucket: 'b', key: 'k', versionId: 'v', size: 9, lastModified: '2026-03-14T09:26:53.000Z' },
    origin: { role: 'ingestion-us-east-1', key: 'k', versionId: 'v' },
    region,
    shardCount: 4,
    now: 1_773_480_413_000,
  }),
  ...more,
});

describe('a receipt', () => {
  it('is read as the table holds it', () => {
    const receipt = receiptWith({ done: new Set([0, 9]), header: ['a', 'b'] });
    expect(receiptOf(marshall(receiptToItem(receipt)) as StoredItem)).toEqual(receipt);
    expect(fileIdOf(receipt)).toBe(FILE_ID);
  });

  it('is shown with its counts and its times, and without how it was cut', () => {
    const ended = {
      processingStatus: 'FAILED' as const,
      fault: { code: 'OBJECT_GONE', message: 'It is gone.' },
      rows: 3,
      stored: 1,
      duplicate: 1,
      rejected: 1,
      startedAt: 1_773_480_414_000,
      completedAt: 1_773_480_415_000,
      toldBy: 0,
      header: ['a'],
    };
    expect(receiptView(receiptWith(ended))).toEqual({
      region: 'us-east-1',
      status: 'FAILED',
      dataset: 'weather',
      object: { bucket: 'b', key: 'k', versionId: 'v', size: 9, lastModified: '2026-03-14T09:26:53.000Z' },
      counts: { rows: 3, stored: 1, duplicate: 1, superseded: 0, rejected: 1 },
      fault: { code: 'OBJECT_GONE', message: 'It is gone.' },
      updatedAt: '2026-03-14T09:26:53.000Z',
      startedAt: '2026-03-14T09:26:54.000Z',
      completedAt: '2026-03-14T09:26:55.000Z',
    });
  });

  it('of a replay says which one', () => {
    expect(receiptView(receiptWith({ replay: { number: 2, of: 'r' } })).replay).toBe(2);
  });
});

describe('the status of a file', () => {
  const status = fc.constantFrom<ReceiptStatus>(
    'RECEIVED',
    'PROCESSING',
    'COMPLETED',
    'COMPLETED_WITH_REJECTS',
    'FAILED',
  );
  const receipt = fc
    .record({ processingStatus: status, processedAt: fc.nat(9), replay: fc.option(fc.nat(9), { nil: undefined }) })
    .map(({ replay, ...more }) =>
      receiptWith({ ...more, ...(replay === undefined ? {} : { replay: { number: replay, of: 'r' } }) }),
    );
  const isComplete = ({ processingStatus }: Receipt) => processingStatus.startsWith('COMPLETED');

  it('is that of a receipt that is complete, in whichever region; else of the one that was changed last', () => {
    fc.assert(
      fc.property(fc.array(receipt, { maxLength: 5 }), (receipts) => {
        const deliveries = receipts.filter(({ replay }) => replay === undefined);
        const found = statusOfFile(receipts);
        const complete = deliveries.filter(isComplete);
        const latest = Math.max(...deliveries.map(({ processedAt }) => processedAt));
        if (deliveries.length === 0) expect(found).toBeUndefined();
        else if (complete.length > 0) expect(complete.map((one) => one.processingStatus)).toContain(found);
        else {
          const last = deliveries.filter(({ processedAt }) => processedAt === latest);
          expect(last.map((one) => one.processingStatus)).toContain(found);
        }
      }),
    );
  });

  it('is not changed by its replays: the rows that they mend are accounted for in receipts of their own', () => {
    const failed = receiptWith({ processingStatus: 'FAILED' });
    const replay = receiptWith({
      processingStatus: 'COMPLETED',
      replay: { number: 1, of: failed.timestamp },
      processedAt: 9e12,
    });
    expect(statusOfFile([failed, replay])).toBe('FAILED');
  });
});

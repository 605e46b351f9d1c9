import { fileId, newReceipt, type Receipt } from '@pipeline/record-schema';
import { explain, explanationLines, filesOf } from './explain';

const created = (key: string, versionId: string) =>
  JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-03-14T09:26:53.000Z',
        s3: { bucket: { name: 'b' }, object: { key, versionId } },
      },
    ],
  });
const KEY = 'incoming/weather/a b.csv';
const role = 'ingestion-us-east-1';
const file = { fileId: fileId({ role, key: KEY, versionId: 'v1' }), key: KEY };
const receipt = (status: Receipt['processingStatus']): Receipt => ({
  ...newReceipt({
    fileId: file.fileId,
    object: { bucket: 'b', key: KEY, lastModified: '2026-03-14T09:26:53.000Z' },
    origin: { role, key: KEY, versionId: 'v1' },
    region: 'us-east-1',
    shardCount: 8,
    now: 0,
  }),
  processingStatus: status,
  rows: 3,
  stored: 2,
  rejected: 1,
});
const context = {
  code: 'UNREADABLE',
  reason: 'gzip.truncated: the gzip data ends too early.',
  region: 'us-east-1',
  receives: 2,
  firstSeen: '2026-03-14T09:26:54.000Z',
  lastSeen: '2026-03-14T09:28:00.000Z',
  repair: 'Ask the producer for a whole file.',
};

describe('the files of a dead letter', () => {
  it('are found in every kind of body', () => {
    expect(filesOf(created('incoming/weather/a+b.csv', 'v1'), 'us-east-1')).toEqual([file]);
    const origin = { role, key: KEY, versionId: 'v1' };
    const address = { bucket: 'b', key: KEY };
    expect(filesOf(JSON.stringify({ kind: 'adopt', address, origin }), 'us-west-2')).toEqual([file]);
    const slice = { start: 0, ordinal: 1, line: 1 };
    const message = { kind: 'slice', fileId: 'F', address, origin, slice, attempt: 0 };
    expect(filesOf(JSON.stringify(message), 'us-east-1')).toEqual([{ fileId: 'F', key: KEY }]);
    expect(filesOf('no JSON', 'us-east-1')).toEqual([]);
  });
});

describe('a dead letter', () => {
  it('is told with its reason, its receipts and what to do', () => {
    const explanation = explain('m-1', context, [{ ...file, receipts: [receipt('FAILED')] }]);
    expect(explanationLines(explanation)).toEqual([
      `UNREADABLE ${KEY}, received 2 times from 2026-03-14T09:26:54.000Z to 2026-03-14T09:28:00.000Z`,
      '  why: gzip.truncated: the gzip data ends too early.',
      `  file ${file.fileId}`,
      '    2026-03-14T09:26:53.000Z#us-east-1 FAILED: 3 rows = 2 stored + 0 duplicate + 0 superseded + 1 rejected',
      '  do: Ask the producer for a whole file.',
    ]);
  });

  it('that SQS moved by itself is told so', () => {
    const [first, why, of] = explanationLines(explain('m-1', undefined, [{ ...file, receipts: [] }]));
    expect(first).toBe(`UNEXPLAINED ${KEY}`);
    expect(why).toContain('the processor never gave it up');
    expect(of).toContain('has no receipt: none of its rows was read');
  });

  it('whose files are complete needs nothing, whatever it says', () => {
    const { repair } = explain('m-1', context, [{ ...file, receipts: [receipt('COMPLETED')] }]);
    expect(repair).toBe('Its files are complete: moving it back changes nothing, and clears it away.');
  });
});

import { datasets, toRejectedRow } from '@pipeline/record-schema';
import { asker } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const FILE_ID = 'F'.repeat(22);
const LAST_MODIFIED = '2026-03-14T09:26:53.000Z';
const shardCount = 4;

let cloud: MemoryCloud;
beforeEach(() => {
  cloud = new MemoryCloud();
});
const item = (recordId: string, more: object = {}) =>
  cloud.put({
    recordId,
    timestamp: '2026-01-01T00:00:00.000Z',
    processingStatus: 'PROCESSED',
    statusShard: 'PROCESSED#1',
    payload: { wind: 4.7 },
    schemaVersion: 1,
    source: `${FILE_ID}:2`,
    revision: `${LAST_MODIFIED}#${FILE_ID}#0000000002#0001`,
    contentHash: 'h'.repeat(22),
    originRegion: 'us-east-1',
    processedAt: 1_773_480_413_000,
    ...more,
  });
const rejected = (dataset: 'weather' | 'movies', ordinal: number, processingStatus: 'REJECTED' | 'RESOLVED') => {
  const position = { ordinal, offset: 50, line: 3, length: 3 };
  const faults = [{ code: 'field.type', path: 'wind', message: 'expected a number' }];
  const file = { fileId: FILE_ID, lastModified: LAST_MODIFIED, region: 'us-east-1', shardCount };
  const row = toRejectedRow(datasets.get(dataset)!, file, { position, faults, raw: Buffer.from('raw') }, 0);
  cloud.put({ ...row, processingStatus, statusShard: `${processingStatus}#1` });
};
const ask = (query: Readonly<Record<string, string>>) => asker(cloud)({ routeKey: 'GET /records', query });

describe('GET /records', () => {
  it('shows a record with its provenance, and its numbers with all their digits', async () => {
    item('weather#seattle');
    const [stored] = [...cloud.items.values()];
    const exact = { M: { wind: { N: '0.12345678901234567890123456789012345678' } } };
    cloud.items.set([...cloud.items.keys()][0]!, { ...stored, payload: exact });
    const { text, json } = await ask({ status: 'PROCESSED' });
    expect(text).toContain('"payload":{"wind":0.12345678901234567890123456789012345678}');
    expect(json('Records')).toEqual({
      records: [
        {
          recordId: 'weather#seattle',
          timestamp: '2026-01-01T00:00:00.000Z',
          status: 'PROCESSED',
          dataset: 'weather',
          payload: { wind: expect.any(Number) },
          schemaVersion: 1,
          source: { fileId: FILE_ID, ordinal: 2 },
          revision: `${LAST_MODIFIED}#${FILE_ID}#0000000002#0001`,
          originRegion: 'us-east-1',
          processedAt: '2026-03-14T09:26:53.000Z',
        },
      ],
    });
  });

  it('shows those of one dataset, which is all of its name and not its beginning', async () => {
    item('weather#seattle');
    item('weather-old#seattle');
    const { json } = await ask({ status: 'PROCESSED', dataset: 'weather' });
    expect(json('Records').records).toEqual([expect.objectContaining({ recordId: 'weather#seattle' })]);
  });

  it('shows rejected rows, of one dataset too, and those that a replay resolved by themselves', async () => {
    rejected('weather', 2, 'REJECTED');
    rejected('movies', 3, 'REJECTED');
    rejected('weather', 4, 'RESOLVED');
    const ordinals = async (query: Readonly<Record<string, string>>) =>
      (await ask(query)).json('Records').records.map((row) => 'ordinal' in row && row.ordinal);
    expect((await ordinals({ status: 'REJECTED' })).sort()).toEqual([2, 3]);
    expect(await ordinals({ status: 'REJECTED', dataset: 'weather' })).toEqual([2]);
    expect(await ordinals({ status: 'RESOLVED' })).toEqual([4]);
  });

  it('does not show an item that moved on since the index saw it', async () => {
    item('weather#seattle', { processingStatus: 'ELSEWHERE' });
    expect((await ask({ status: 'PROCESSED' })).json('Records')).toEqual({ records: [] });
  });
});

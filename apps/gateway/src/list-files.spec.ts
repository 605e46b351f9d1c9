import { newReceipt } from '@pipeline/record-schema';
import { asker } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

describe('GET /files', () => {
  const cloud = new MemoryCloud();
  const receipt = (fileId: string, dataset: string, at: string) => {
    const object = { bucket: 'b', key: `incoming/${dataset}/a`, versionId: 'v', lastModified: at };
    const { done: _, ...stored } = newReceipt({
      fileId,
      dataset,
      object,
      origin: { role: 'ingestion-us-east-1', key: object.key, versionId: 'v' },
      region: 'us-east-1',
      shardCount: 4,
      now: Date.parse(at),
    });
    cloud.put(stored);
  };

  it('shows receipts of a status in the order in which their files came, and nothing else of it', async () => {
    receipt('A'.repeat(22), 'weather', '2026-03-14T09:00:02.000Z');
    receipt('B'.repeat(22), 'movies', '2026-03-14T09:00:01.000Z');
    cloud.put({ recordId: 'heartbeat#x', timestamp: '2026-03-14T09:00:00.000Z', statusShard: 'RECEIVED#0' });
    const ids = async (query: Readonly<Record<string, string>>) =>
      (await asker(cloud)({ routeKey: 'GET /files', query })).json('Files').files.map(({ id }) => id[0]);
    expect(await ids({ status: 'RECEIVED' })).toEqual(['B', 'A']);
    expect(await ids({ status: 'RECEIVED', dataset: 'weather' })).toEqual(['A']);
    expect(await ids({ status: 'RECEIVED', to: '2026-03-14T10:00:02+01:00' })).toEqual(['B']);
    expect(await ids({ status: 'FAILED' })).toEqual([]);
  });
});

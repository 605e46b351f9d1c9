import { newReceipt, type Receipt, type ReceiptStatus, receiptToItem } from '@pipeline/record-schema';
import { asker } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

describe('GET /files', () => {
  const newCloud = () => {
    const cloud = new MemoryCloud();
    const receipt = (
      fileId: string,
      dataset: string,
      at: string,
      { region = 'us-east-1', status = 'RECEIVED' as ReceiptStatus, replay = 0 } = {},
    ) => {
      const object = { bucket: 'b', key: `incoming/${dataset}/a`, versionId: 'v', lastModified: at };
      const made: Receipt = newReceipt({
        fileId,
        dataset,
        object,
        origin: { role: 'ingestion-us-east-1', key: object.key, versionId: 'v' },
        region,
        shardCount: 4,
        now: Date.parse(at),
        ...(replay > 0 ? { replay: { number: replay, of: `${at}#${region}`, parts: [1] } } : {}),
      });
      const statusShard = made.statusShard.replace('RECEIVED', status);
      cloud.put(receiptToItem({ ...made, processingStatus: status, statusShard }));
    };
    const listed = async (query: Readonly<Record<string, string>>) =>
      (await asker(cloud)({ routeKey: 'GET /files', query })).json('Files').files;
    return { cloud, receipt, listed };
  };

  it('shows receipts of a status in the order in which their files came, and nothing else of it', async () => {
    const { cloud, receipt, listed } = newCloud();
    receipt('A'.repeat(22), 'weather', '2026-03-14T09:00:02.000Z');
    receipt('B'.repeat(22), 'movies', '2026-03-14T09:00:01.000Z');
    cloud.put({ recordId: 'heartbeat#x', timestamp: '2026-03-14T09:00:00.000Z', statusShard: 'RECEIVED#0' });
    const ids = async (query: Readonly<Record<string, string>>) => (await listed(query)).map(({ id }) => id[0]);
    expect(await ids({ status: 'RECEIVED' })).toEqual(['B', 'A']);
    expect(await ids({ status: 'RECEIVED', dataset: 'weather' })).toEqual(['A']);
    expect(await ids({ status: 'RECEIVED', to: '2026-03-14T10:00:02+01:00' })).toEqual(['B']);
    expect(await ids({ status: 'FAILED' })).toEqual([]);
  });

  it.each(['RECEIVED', 'PROCESSING', 'FAILED'] as const)(
    'shows no file as %s that the other region has completed after it took it over',
    async (status) => {
      const { receipt, listed } = newCloud();
      const [adopted, open] = ['A'.repeat(22), 'B'.repeat(22)];
      receipt(adopted, 'weather', '2026-03-14T09:00:00.000Z', { status });
      receipt(adopted, 'weather', '2026-03-14T09:00:00.000Z', { region: 'us-west-2', status: 'COMPLETED' });
      receipt(open, 'weather', '2026-03-14T09:00:01.000Z', { status });
      receipt(open, 'weather', '2026-03-14T09:00:01.000Z', { region: 'us-west-2', status: 'PROCESSING' });
      const inRegion = (await listed({ status })).filter(({ region }) => region === 'us-east-1');
      expect(inRegion.map(({ id }) => id)).toEqual([open]);
      expect((await listed({ status: 'COMPLETED' })).map(({ id, region }) => [id, region])).toEqual([
        [adopted, 'us-west-2'],
      ]);
    },
  );

  it('shows a replay under way, though its file is complete, and a file that only its replay completed', async () => {
    const { receipt, listed } = newCloud();
    const at = '2026-03-14T09:00:00.000Z';
    receipt('A'.repeat(22), 'weather', at, { status: 'COMPLETED_WITH_REJECTS' });
    receipt('A'.repeat(22), 'weather', at, { status: 'PROCESSING', replay: 1 });
    receipt('B'.repeat(22), 'weather', at, { status: 'PROCESSING' });
    receipt('B'.repeat(22), 'weather', at, { status: 'COMPLETED', replay: 1 });
    const shown = (await listed({ status: 'PROCESSING' })).map(({ id, replay }) => [id[0], replay]);
    expect(shown.sort()).toEqual([
      ['A', 1],
      ['B', undefined],
    ]);
  });
});

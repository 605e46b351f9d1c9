import { newReceipt, type Receipt, toRejectedRow, datasets } from '@pipeline/record-schema';
import { asker } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const FILE_ID = 'F'.repeat(22);
const LAST_MODIFIED = '2026-03-01T09:00:00.000Z';
const KEY = 'incoming/weather/a/days.csv';
const weather = datasets.get('weather')!;

/** A file whose rows 2, 3, … are rejected, each of one field too few. */
function cloudWith(rejected: number, ...receipts: readonly Partial<Receipt>[]): MemoryCloud {
  const cloud = new MemoryCloud();
  const shardCount = cloud.ports().environment.STATUS_SHARDS;
  for (const [at, more] of receipts.entries()) {
    const region = ['us-east-1', 'us-west-2'][at] ?? '';
    const object = { bucket: 'files', key: KEY, versionId: 'v', lastModified: LAST_MODIFIED };
    const origin = { role: 'ingestion-us-east-1', key: KEY, versionId: 'v' };
    const receipt = newReceipt({
      fileId: FILE_ID,
      dataset: 'weather',
      object,
      origin,
      region,
      shardCount,
      now: cloud.now,
    });
    const { done: _, ...item } = { ...receipt, ...more };
    cloud.put(item);
  }
  for (let ordinal = 2; ordinal < rejected + 2; ordinal += 1) {
    const position = { ordinal, offset: 10 * ordinal, line: ordinal + 1, length: 10 };
    const faults = [{ code: 'csv.width', path: '', message: 'Too few.' }];
    const file = { fileId: FILE_ID, lastModified: LAST_MODIFIED, region: 'us-east-1', shardCount };
    cloud.put(toRejectedRow(weather, file, { position, faults, raw: Buffer.from(`row-${ordinal}`) }, cloud.now));
  }
  return cloud;
}
const ask = (cloud: MemoryCloud, query: Readonly<Record<string, string>>) =>
  asker(cloud)({ routeKey: 'GET /files/{id}/rejects', path: { id: FILE_ID }, query });
const HEADER = ['date', 'wind, m/s'];

describe('the rejected rows of a CSV', () => {
  it('have the header that the receipt kept, whichever region wrote it', async () => {
    const cloud = cloudWith(1, {}, { header: HEADER });
    const { status, headers, text } = await ask(cloud, { format: 'file' });
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(text).toBe('date,"wind, m/s",pipeline_fault\nrow-2,,Too few.\n');
  });

  it('go on behind a first page without a second header, and as wide', async () => {
    const cloud = cloudWith(3, { header: HEADER });
    const first = await ask(cloud, { format: 'file', limit: '2' });
    expect(first.text.split('\n')).toHaveLength(4);
    const next = new URLSearchParams(/\?(.*)>; rel="next"/.exec(first.headers['link'] ?? '')?.[1]);
    const { text, headers } = await ask(cloud, Object.fromEntries(next));
    expect(text).toBe('row-4,,Too few.\n');
    expect(headers['link']).toBeUndefined();
  });

  it('have the header line that is asked for, if one is', async () => {
    const { text } = await ask(cloudWith(1, { header: HEADER }), { format: 'file', header: 'day,wind,rain' });
    expect(text).toBe('day,wind,rain,pipeline_fault\nrow-2,,,Too few.\n');
  });

  it('have none where the receipt keeps none and nobody gave one', async () => {
    expect((await ask(cloudWith(1, {}), { format: 'file' })).text).toBe('row-2,Too few.\n');
  });
});

describe('rejected rows', () => {
  it('come in the order of the file, not of their ids', async () => {
    const { text } = await ask(cloudWith(12, {}), {});
    const ordinals = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { ordinal: number }).ordinal);
    expect(ordinals).toEqual(Array.from({ length: 12 }, (_, at) => at + 2));
  });

  it('of a file that no receipt is here of are not found', async () => {
    expect((await ask(cloudWith(0), {})).status).toBe(404);
  });

  it('are asked for on with a cursor of the same question only', async () => {
    const cloud = cloudWith(3, {});
    const { headers } = await ask(cloud, { limit: '1' });
    const cursor = /cursor=([\w-]+)/.exec(headers['link'] ?? '')?.[1] ?? '';
    expect((await ask(cloud, { cursor })).status).toBe(200);
    const { status, json } = await ask(cloud, { cursor, format: 'file' });
    expect([status, json('Problem').type]).toEqual([400, 'urn:serverless-pipeline:problem:invalid-cursor']);
  });
});

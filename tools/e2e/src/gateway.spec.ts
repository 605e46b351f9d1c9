import { join } from 'node:path';
import { type GatewayClient, uploadFile, waitForFile } from '@pipeline/upload';
import { gatewayOf } from './gateway-of';
import { type CloudUnderTest, startCloudUnderTest } from './run-cloud';

const DATA = join(__dirname, '..', '..', '..', 'node_modules/vega-datasets/data');
const quiet = { sent: () => undefined };

let cloud: CloudUnderTest;
let client: GatewayClient;
let fileId: string;

beforeAll(async () => {
  cloud = await startCloudUnderTest();
  client = gatewayOf(cloud);
  const send = async (dataset: string, name: string) => {
    const { fileId: id = '' } = await uploadFile(
      client,
      { dataset, path: join(DATA, name), accelerated: false },
      quiet,
    );
    return waitForFile(client, id, 120_000, 200);
  };
  const [movies, weather] = [await send('movies', 'movies.json'), await send('weather', 'seattle-weather.csv')];
  expect([movies?.status, weather?.status]).toEqual(['COMPLETED_WITH_REJECTS', 'COMPLETED']);
  fileId = movies?.id ?? '';
}, 180_000);
afterAll(() => cloud.stop());

describe('a listing', () => {
  it('shows every record once, in the order of time, whatever the pages', async () => {
    const question = 'status=PROCESSED&dataset=weather&from=2012-01-01T00:00:00Z&to=2013-01-01T00:00:00Z&limit=70';
    const shown: { recordId: string; timestamp: string }[] = [];
    for (let cursor = ''; ;) {
      const page = await client.call<{ records: typeof shown; next?: string }>('GET', `/records?${question}${cursor}`);
      shown.push(...page.records);
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    const times = shown.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
    // One place, a record a day of a leap year.
    expect(new Set(times).size).toBe(366);
    expect(shown).toHaveLength(366);
  });

  it('of rejected rows is the file again, with what is wrong in each row', async () => {
    const response = await client.send('GET', `/files/${fileId}/rejects?format=file&limit=4`);
    const first = (await response.json()) as Record<string, unknown>[];
    expect(first).toHaveLength(4);
    for (const row of first)
      expect(row).toEqual(expect.objectContaining({ pipeline_fault: expect.stringMatching(/^Title: expected/) }));
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    const rest = await client.send('GET', next);
    expect((await rest.json()) as unknown[]).not.toContainEqual(first[0]);
  });
});

describe('a signed URL', () => {
  it('takes the bytes that were announced, once, and no others', async () => {
    const bytes = 'date,precipitation,temp_max,temp_min,wind,weather\n';
    const { createHash } = await import('node:crypto');
    const { put } = await client.call<{ put: { url: string; headers: Record<string, string> } }>('POST', '/uploads', {
      dataset: 'weather',
      fileName: 'head.csv',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const { 'content-length': _, ...headers } = put.headers;
    const send = async (body: string) => (await fetch(put.url, { method: 'PUT', headers, body })).status;
    expect(await send(bytes.toUpperCase())).toBe(400);
    expect(await send(bytes)).toBe(200);
    expect(await send(bytes)).toBe(412);
  });
});

import fc from 'fast-check';
import { indexPage, type PageOptions } from './index-page';
import type { StoredItem } from './ports';
import { MemoryCloud } from './testing/memory-ports';

const SHARDS = 4;
const idOf = (item: StoredItem) => item['recordId']?.S ?? '';

/** A cloud with items of few instants, in all shards; the even ones are of another dataset. */
function cloudOf(entries: readonly { readonly shard: number; readonly time: number }[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const [at, { shard, time }] of entries.entries()) {
    cloud.put({
      recordId: `${at % 2 === 0 ? 'movies' : 'weather'}#${at}`,
      timestamp: `2026-01-0${time + 1}T00:00:00.000Z`,
      processingStatus: 'PROCESSED',
      statusShard: `PROCESSED#${shard}`,
    });
  }
  return cloud;
}
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ shard: at % SHARDS, time: 0 }));
const page = (cloud: MemoryCloud, more: Partial<PageOptions> = {}, may = (_: string) => true) =>
  indexPage(
    { status: 'PROCESSED', ...more },
    cloud.ports({ STATUS_SHARDS: SHARDS }),
    ({ recordId }) => may(recordId),
    idOf,
  );

/** All pages of a question, one after the other. */
async function pages(cloud: MemoryCloud, more: Partial<PageOptions>, may?: (id: string) => boolean) {
  const all: (readonly string[])[] = [];
  for (let cursor: string | undefined; ;) {
    const { shown, next } = await page(cloud, { ...more, ...(cursor === undefined ? {} : { cursor }) }, may);
    all.push(shown);
    if (next === undefined) return all;
    cursor = next;
  }
}

describe('a listing of a status', () => {
  it('shows each entry that may be shown once, on pages of at most as many as were asked for', async () => {
    const entry = fc.record({ shard: fc.nat(SHARDS - 1), time: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (entries, limit) => {
        const shown = await pages(cloudOf(entries), { limit }, (id) => id.startsWith('weather#'));
        expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(limit);
        const wanted = entries.flatMap((_, at) => (at % 2 === 1 ? [`weather#${at}`] : []));
        expect(shown.flat().sort()).toEqual(wanted.sort());
      }),
      { numRuns: 50 },
    );
  });

  it('has 25 entries a page where nobody says more', async () => {
    expect((await page(cloudOf(many(30)))).shown).toHaveLength(25);
  });

  it('ends without a cursor where there is no more, and with one where a page is full', async () => {
    expect(await page(cloudOf([]))).toEqual({ shown: [] });
    expect((await page(cloudOf(many(3)), { limit: 4 })).next).toBeUndefined();
    expect((await page(cloudOf(many(5)), { limit: 4 })).next).toBeDefined();
  });

  it('that finds little looks at no more than it has time for, and goes on from there', async () => {
    const cloud = cloudOf([...many(2_100), { shard: 0, time: 4 }]);
    const last = (id: string) => id === 'movies#2100';
    expect(await page(cloud, {}, last)).toEqual({ shown: [], next: expect.any(String) });
    expect(await pages(cloud, {}, last)).toEqual([[], ['movies#2100']]);
  });

  it('leaves out items that went, or moved on, since the index saw them', async () => {
    const cloud = cloudOf(many(4));
    const ports = cloud.ports({ STATUS_SHARDS: SHARDS });
    const getAll = async (...[keys]: Parameters<typeof ports.table.getAll>) =>
      (await ports.table.getAll(keys)).filter((item) => idOf(item) !== 'movies#0');
    const { shown } = await indexPage(
      { status: 'PROCESSED' },
      { ...ports, table: { ...ports.table, getAll } },
      () => true,
      (item) => (idOf(item) === 'weather#1' ? undefined : idOf(item)),
    );
    expect([...shown].sort()).toEqual(['movies#2', 'weather#3']);
  });

  it('lies between its bounds, the first included', async () => {
    const cloud = cloudOf([0, 1, 2, 3].map((time) => ({ shard: 0, time })));
    const window = { from: '2026-01-02T00:00:00.000Z', to: '2026-01-04T00:00:00.000Z' };
    expect((await page(cloud, window)).shown).toEqual(['weather#1', 'movies#2']);
  });
});

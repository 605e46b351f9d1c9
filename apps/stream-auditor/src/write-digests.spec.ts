import { type Digest, readDigest, sha256Of } from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';
import { audit, change, digest, reading } from './testing/invoke';
import { MemoryRegion } from './testing/memory-ports';

const seconds = (instant: string): number => Date.parse(instant) / 1_000;

const digestsIn = (region: MemoryRegion): readonly (Digest & { readonly bytes: Uint8Array })[] =>
  [...region.objects].sort().flatMap(([key, bytes]) => {
    if (!key.startsWith('digests/')) return [];
    const read = readDigest(Buffer.from(bytes).toString());
    if (isLeft(read)) throw new Error(read.left);
    return [{ ...read.right, bytes }];
  });

/** A region with a change in the hours 9 and 11. */
async function withTrail(): Promise<MemoryRegion> {
  const region = new MemoryRegion();
  await audit(region, [change(1, reading(1), undefined, seconds('2026-03-14T09:30:00Z'))]);
  await audit(region, [change(2, reading(2, 's-2'), undefined, seconds('2026-03-14T11:30:00Z'))]);
  return region;
}

describe('digests', () => {
  it('are written for every hour that is over, empty ones too, each with the hash of the one before', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T12:15:00Z');
    await expect(digest(region)).resolves.toEqual({ digests: 3 });
    const written = digestsIn(region);
    expect(written.map(({ hour }) => hour)).toEqual([
      'dt=2026-03-14/hour=09',
      'dt=2026-03-14/hour=10',
      'dt=2026-03-14/hour=11',
    ]);
    expect(written.map(({ objects }) => objects.length)).toEqual([1, 0, 1]);
    expect(written.map(({ previous }) => previous)).toEqual([
      null,
      sha256Of(written[0]!.bytes),
      sha256Of(written[1]!.bytes),
    ]);
    const [object] = written[0]!.objects;
    expect(sha256Of(region.objects.get(object!.key)!)).toBe(object!.sha256);
    expect(region.objects.get(object!.key)).toHaveLength(object!.bytes);
  });

  it('wait for the grace of an hour', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T12:14:59.999Z');
    await expect(digest(region)).resolves.toEqual({ digests: 2 });
  });

  it('are written once, however often the schedule comes', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T12:15:00Z');
    await digest(region);
    const before = new Map(region.objects);
    await expect(digest(region)).resolves.toEqual({ digests: 0 });
    expect(region.objects).toEqual(before);
  });

  it('name an object that came late in the next one, once', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T12:15:00Z');
    await digest(region);
    await audit(region, [change(3, reading(3, 's-3'), undefined, seconds('2026-03-14T09:59:00Z'))]);
    region.now = Date.parse('2026-03-14T14:15:00Z');
    await expect(digest(region)).resolves.toEqual({ digests: 2 });
    const [, , , noon, one] = digestsIn(region);
    expect(noon?.objects).toMatchObject([{ key: expect.stringContaining('/hour=09/') }]);
    expect(one?.objects).toEqual([]);
  });

  it('go on where time ran out, and where another run came first', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T12:15:00Z');
    await expect(digest(region, 5_000)).resolves.toEqual({ digests: 0 });
    const other = await withTrail();
    other.now = Date.parse('2026-03-14T11:15:00Z');
    let raced = false;
    region.hook = (operation, key) => {
      if (operation !== 'create' || raced || !key.startsWith('digests/')) return;
      raced = true;
      region.objects.set(key, digestsOf(other).get(key)!);
    };
    await digest(other);
    await expect(digest(region)).resolves.toEqual({ digests: 2 });
    const [first, second] = digestsIn(region);
    expect(second?.previous).toBe(sha256Of(first!.bytes));
    expect(first?.writtenAt).toBe(other.now);
  });

  it('of a trail without an object are none', async () => {
    await expect(digest(new MemoryRegion())).resolves.toEqual({ digests: 0 });
  });

  it('are not built upon one that is damaged', async () => {
    const region = await withTrail();
    region.now = Date.parse('2026-03-14T11:15:00Z');
    await digest(region);
    const key = 'digests/region=us-east-1/dt=2026-03-14/hour=10.json';
    region.objects.set(key, Buffer.from('{'));
    region.now = Date.parse('2026-03-14T12:15:00Z');
    await expect(digest(region)).rejects.toThrow(
      `The digest ${key} cannot be read: it is not JSON. Compare it with its other versions in the bucket.`,
    );
  });
});

const digestsOf = (region: MemoryRegion): ReadonlyMap<string, Uint8Array> =>
  new Map([...region.objects].filter(([key]) => key.startsWith('digests/')));

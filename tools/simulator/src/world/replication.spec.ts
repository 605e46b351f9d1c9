import type { FaultId } from '../nemesis/fault-classes';
import { quietNetwork } from '../testing/quiet-network';
import { globalTable } from './replication';

const REGIONS = ['here', 'there'];
const KEY = { recordId: 'a', timestamp: 't' };
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

function world(seed: number, faults: readonly FaultId[] = []) {
  const { scheduler, random, nemesis } = quietNetwork(faults, seed);
  const table = globalTable(REGIONS, { scheduler, random, nemesis });
  return {
    table,
    hits: nemesis.hits,
    put: (region: string, by: string) => table.put(region, { Item: { ...KEY, by } }),
    seen: (region: string) => table.get(region, KEY).Item?.['by'],
    until: (time: number) => scheduler.run(time),
  };
}

it.each(SEEDS)('shows a write in the other region within a second and a half (seed %i)', async (seed) => {
  const { put, seen, until } = world(seed);
  put('here', 'one');
  expect([seen('here'), seen('there')]).toEqual(['one', undefined]);
  await until(1_500);
  expect(seen('there')).toBe('one');
});

it('holds what is written while the regions are parted, and delivers it when they are not any more', async () => {
  const held = new Set<boolean>();
  for (const seed of SEEDS) {
    const { put, seen, until, hits } = world(seed, ['F39']);
    await until(5_000);
    put('here', 'one');
    await until(6_500);
    const isHeld = (hits.get('F39') ?? 0) > 0;
    expect({ seed, seen: seen('there') }).toEqual({ seed, seen: isHeld ? undefined : 'one' });
    held.add(isHeld);
    await until(310_000);
    expect({ seed, seen: seen('there') }).toEqual({ seed, seen: 'one' });
  }
  expect(held).toEqual(new Set([true, false]));
});

it('lets the later of two writes stay where clocks agree, and not always where they do not', async () => {
  const last = async (seed: number, faults: readonly FaultId[]) => {
    const { put, seen, until } = world(seed, faults);
    put('here', 'earlier');
    await until(0.5);
    put('there', 'later');
    await until(5_000);
    expect(seen('here')).toBe(seen('there'));
    return seen('here');
  };
  for (const seed of SEEDS) expect(await last(seed, [])).toBe('later');
  const withSkew = await Promise.all(SEEDS.map((seed) => last(seed, ['F30'])));
  expect(new Set(withSkew)).toEqual(new Set(['earlier', 'later']));
});

import { statusShard } from './status-shard';

const ids = Array.from({ length: 16_000 }, (_, index) => `weather#station-${index}`);

describe('the shard of a status', () => {
  it('spreads keys evenly', () => {
    const counts = new Map<string, number>();
    for (const id of ids) {
      const shard = statusShard('PROCESSED', id, 16);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect(counts.size).toBe(16);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it('of a doubled count is where it was, or exactly as many further', () => {
    for (const id of ids.slice(0, 500)) {
      const shard = (count: number) => Number(statusShard('X', id, count).split('#')[1]);
      expect([shard(16), shard(16) + 16]).toContain(shard(32));
    }
  });
});

// Test vectors of FNV-1a (Fowler, Noll, Vo; IETF draft-eastlake-fnv): a shard is where it was, or stored items are lost.
it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('of %j is its hash', (recordId, hash) => {
  expect(statusShard('PROCESSED', recordId, 2 ** 32)).toBe(`PROCESSED#${hash}`);
});

import * as fc from 'fast-check';
import { entriesOf, FIRST_INSTANT, LAST_INSTANT } from './status-index';
import { MemoryCloud } from './testing/memory-ports';

const SHARDS = 4;
const entry = fc.record({ shard: fc.nat(SHARDS - 1), time: fc.nat(5) });

/** Few instants, so that most entries share theirs with others. */
function cloudOf(entries: readonly { shard: number; time: number }[]): MemoryCloud {
  const cloud = new MemoryCloud();
  entries.forEach(({ shard, time }, index) =>
    cloud.put({
      recordId: `weather#${index}`,
      timestamp: `2026-01-0${time + 1}T00:00:00.000Z`,
      statusShard: `PROCESSED#${shard}`,
    }),
  );
  return cloud;
}

describe('the merge of the shards', () => {
  it('shows every entry once and in order, wherever it goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (entries, pageSize) => {
          const { table } = cloudOf(entries).ports();
          const window = {
            status: 'PROCESSED',
            shardCount: SHARDS,
            from: FIRST_INSTANT,
            before: LAST_INSTANT,
            pageSize,
          };
          const whole = [];
          for await (const each of entriesOf(table, window)) whole.push(each);
          expect(new Set(whole.map(({ recordId }) => recordId)).size).toBe(entries.length);
          expect(whole).toHaveLength(entries.length);
          const times = whole.map(({ timestamp }) => timestamp);
          expect(times).toEqual([...times].sort());
          for (const [at, after] of whole.entries()) {
            const rest = [];
            for await (const each of entriesOf(table, { ...window, after })) rest.push(each);
            expect(rest).toEqual(whole.slice(at + 1));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('ends before its end', async () => {
    const { table } = cloudOf([
      { shard: 0, time: 0 },
      { shard: 1, time: 1 },
      { shard: 0, time: 2 },
    ]).ports();
    const shown = [];
    const window = {
      status: 'PROCESSED',
      shardCount: SHARDS,
      from: '2026-01-01T00:00:00.000Z',
      before: '2026-01-03T00:00:00.000Z',
    };
    for await (const { recordId } of entriesOf(table, { ...window, pageSize: 1 })) shown.push(recordId);
    expect(shown).toEqual(['weather#0', 'weather#1']);
  });
});

import { gzipSync } from 'node:zlib';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import { SimulatedTable } from '../cloud/simulated-table';
import type { Attributes } from '../cloud/value';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import { RETRIES } from '../world/auditing';
import { checkTrail } from './check-trail';
import type { Ended } from './ended';
import { toldChange } from './trail-line';
import { TrailWatch } from './watch-trail';

const REGIONS = ['us-east-1', 'us-west-2'];

const lower = { recordId: 'orders#1', timestamp: 't', revision: '1', payload: { total: 1 }, processedAt: 5 };
const higher = { ...lower, revision: '2', payload: { total: 2 } };
const receipt = {
  recordId: 'file#1',
  timestamp: 't',
  revision: 7,
  done: new Set([0]),
  slices: { 9: { line: 1 }, 10: { line: 2 } },
};

/** The line of the trail of an item that was written. */
const lineOf = (item: Attributes): string => toldChange(`${item['recordId']}\u0000t`, 'WRITTEN', item).line;

const LINES = [lower, higher, receipt].map((item) => lineOf(item));

interface World {
  /** Per region. */
  readonly lines?: readonly (readonly string[])[];
  readonly failures?: readonly { readonly recordId: string; readonly tries: number }[];
  readonly poison?: readonly string[];
  readonly writtenOver?: boolean;
}

/** The table after three writes, and what the trails tell of it. */
async function judge({ lines = [LINES, LINES], failures = [], poison = [], writtenOver }: World): Promise<string[]> {
  const scheduler = new Scheduler(new Random(1));
  const table = new SimulatedTable(REGIONS, scheduler, { lag: () => 10 });
  const changes = new TrailWatch();
  table.onChange = changes.watch;
  for (const Item of [lower, higher, receipt]) table.put('us-east-1', { Item });
  await scheduler.run(1_000);
  const regions = REGIONS.map((region, index) => {
    const trail = new SimulatedBucket(region);
    const body = gzipSync(`${(lines[index] ?? []).join('\n')}\n`);
    for (const _ of writtenOver ? [1, 2] : [1]) trail.put('entries/a.ndjson.gz', body, 0);
    const given = index === 0 ? failures : [];
    return {
      region,
      trail,
      mapping: {
        failures: given.map(({ recordId, tries }) => ({
          record: { key: recordId, change: { newImage: { recordId } } },
          tries,
        })),
      },
    };
  });
  return checkTrail({ table, changes, auditing: { regions, poison: new Set(poison) } } as unknown as Ended);
}

it('holds where both trails tell every change, in any order and more than once', async () => {
  await expect(judge({})).resolves.toEqual([]);
  await expect(judge({ lines: [[...LINES, ...LINES], [...LINES].reverse()] })).resolves.toEqual([]);
});

it('holds where only one of the trails has what was overwritten', async () => {
  await expect(judge({ lines: [LINES, LINES.slice(1)] })).resolves.toEqual([]);
});

it('names a change that no trail has', async () => {
  const without = LINES.slice(1);
  await expect(judge({ lines: [without, without] })).resolves.toEqual(['no entry of orders#1 t WRITTEN 1']);
});

it('names a trail that does not know an item, though the other does', async () => {
  await expect(judge({ lines: [LINES, LINES.slice(0, 2)] })).resolves.toEqual([
    'the trail of us-west-2 does not know file#1 t',
  ]);
});

it('names a trail whose last entry is not what the table has', async () => {
  await expect(judge({ lines: [[LINES[0]!, LINES[2]!], LINES] })).resolves.toEqual([
    'the trail of us-east-1 tells another orders#1 t than the table has',
  ]);
});

it('names entries of what never was', async () => {
  const never = lineOf({ ...lower, revision: '0' });
  await expect(judge({ lines: [[...LINES, never, 'no line'], LINES] })).resolves.toEqual([
    'an entry of what never was: orders#1 t WRITTEN 0',
    'an entry of what never was: no JSON: no line',
  ]);
});

it('names an entry that says something else than was written, and another beside the right one', async () => {
  const other = lineOf({ ...lower, payload: { total: 9 } });
  const problem = expect.stringMatching(
    /^the entry of orders#1 t WRITTEN 1 says .*"total":{"N":"9"}.* where it should say .*"1"/,
  );
  const wrong = [other, ...LINES.slice(1)];
  await expect(judge({ lines: [wrong, wrong] })).resolves.toEqual([problem]);
  await expect(judge({ lines: [[other, ...LINES], LINES] })).resolves.toEqual([problem]);
});

it('names an entry whose identity is not that of its key, revision and action', async () => {
  const shared = LINES[1]!.replace(/"entryId":"[^"]+"/, '"entryId":"another"');
  await expect(judge({ lines: [[LINES[0]!, shared, LINES[2]!], LINES] })).resolves.toEqual([
    expect.stringMatching(/^the entry of orders#1 t WRITTEN 2 says .*"entryId":"another"/),
  ]);
});

it('names an object that was written over', async () => {
  await expect(judge({ writtenOver: true })).resolves.toEqual([
    'entries/a.ndjson.gz was written over',
    'entries/a.ndjson.gz was written over',
  ]);
});

it('names what was given up though it can be understood, or too early, and what should have been', async () => {
  await expect(judge({ failures: [{ recordId: 'orders#1', tries: RETRIES + 1 }] })).resolves.toEqual([
    'us-east-1 gave up orders#1, which can be understood',
  ]);
  await expect(judge({ failures: [{ recordId: 'poison#1', tries: 2 }], poison: ['poison#1'] })).resolves.toEqual([
    'us-east-1 gave up poison#1 after 2 tries',
    'us-west-2 lost poison#1 instead of giving it up',
  ]);
});

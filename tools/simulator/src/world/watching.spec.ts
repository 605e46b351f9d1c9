import { SimulatedTable } from '../cloud/simulated-table';
import type { FunctionUnderTest } from '../function/load-function';
import type { FaultId } from '../nemesis/fault-classes';
import { quietNetwork } from '../testing/quiet-network';
import type { Auditing } from './auditing';
import type { Outages } from './outages';
import { Processing } from './processing';
import { Watching } from './watching';

const REGIONS = ['us-east-1', 'us-west-2'];
const MINUTE = 60_000;

interface Heard {
  readonly region: string;
  readonly rule: string;
  readonly at: number;
}

/** The first history with such outages, whose sentinels note what they hear of and do nothing. */
function watchingUnderTest(faults: readonly FaultId[], fits: (outages: Outages) => boolean = () => true, from = 1) {
  for (let seed = from; seed < from + 500; seed += 1) {
    const network = quietNetwork(faults, seed);
    const { scheduler, random } = network;
    const heard: Heard[] = [];
    const worked: number[] = [];
    const subject = {
      awsPorts: (ports: unknown) => ports,
      createHandler: () => () => Promise.resolve(void worked.push(scheduler.now)),
      sentinelPorts: ({ environment }: { readonly environment: { readonly TABLE_REGION: string } }) => environment,
      createSentinel:
        ({ TABLE_REGION: region }: { readonly TABLE_REGION: string }) =>
        ({ resources: [rule = ''] }: { readonly resources: readonly string[] }) =>
          Promise.resolve(
            void heard.push({ region, rule: rule.includes('tick') ? 'tick' : 'reconcile', at: scheduler.now }),
          ),
    } as unknown as FunctionUnderTest;
    const table = new SimulatedTable(REGIONS, scheduler, { lag: () => 10 });
    const processing = new Processing({ regions: REGIONS, table, network, random, subject, epoch: 0, rows: 100 });
    const auditing = {
      regions: REGIONS.map((region) => ({ region, mapping: { pauseUntil: () => undefined } })),
    } as unknown as Auditing;
    const watching = new Watching({ processing, auditing, network, random, subject, epoch: 0 });
    const ticksOf = (region: string) => heard.filter((one) => one.region === region && one.rule === 'tick');
    if (fits(watching.outages)) return { watching, processing, scheduler, table, heard, ticksOf, worked };
  }
  throw new Error('No such seed.');
}

it('lets no sentinel tick in a history without an outage', async () => {
  const { scheduler, heard } = watchingUnderTest([]);
  await scheduler.run(60 * MINUTE);
  expect(heard).toEqual([]);
});

it('lets both tick every minute until the outage is over and has settled, and reconcile once', async () => {
  const { watching, scheduler, heard, ticksOf } = watchingUnderTest(
    ['F41'],
    ({ dead, operated }) => !!dead && !operated,
  );
  await scheduler.run(24 * 60 * MINUTE);
  const { until } = watching.outages;
  for (const region of REGIONS) {
    const times = ticksOf(region).map(({ at }) => at);
    expect(times.length).toBeGreaterThan(until / MINUTE);
    expect(times.at(-1)).toBeGreaterThan(until + 3 * MINUTE);
    expect(times.at(-1)).toBeLessThan(until + 6 * MINUTE);
    expect(heard.filter((one) => one.region === region && one.rule === 'reconcile')).toHaveLength(1);
  }
});

it('drops ticks, and doubles them, where that is what goes wrong', async () => {
  const gapsOf = async (faults: readonly FaultId[]) => {
    const gaps: number[] = [];
    for (let from = 1; from < 1_000; from += 100) {
      const { scheduler, ticksOf } = watchingUnderTest(['F41', ...faults], ({ dead }) => dead !== undefined, from);
      await scheduler.run(24 * 60 * MINUTE);
      const times = ticksOf('us-east-1').map(({ at }) => at);
      gaps.push(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    }
    return gaps;
  };
  const [usual, dropped, doubled] = [await gapsOf([]), await gapsOf(['F43']), await gapsOf(['F44'])];
  // One that is late by half a minute comes a minute and a half after the one before.
  expect(Math.max(...usual)).toBeLessThan(1.5 * MINUTE + 1);
  expect(Math.max(...dropped)).toBeGreaterThan(1.5 * MINUTE + 1);
  expect(Math.min(...usual)).toBeGreaterThan(1_000);
  expect(Math.min(...doubled)).toBeLessThan(1_000);
});

it('takes the functions of a lost region away, and what leaves its table where nothing of it answers', async () => {
  const { watching, processing, scheduler, table, ticksOf, worked } = watchingUnderTest(
    ['F42'],
    ({ loss }) => loss?.whole === true && loss.from > 1_000,
  );
  const { from = 0, to = 0 } = watching.outages.loss ?? {};
  await scheduler.run(from + 1);
  processing.services[0]?.ingest.send('a');
  table.put('us-east-1', { Item: { recordId: 'a', timestamp: 't' } });
  await scheduler.run(to - 1);
  expect(ticksOf('us-east-1').filter(({ at }) => at >= from)).toEqual([]);
  expect(ticksOf('us-west-2').length).toBeGreaterThan(3);
  expect([worked, table.get('us-west-2', { recordId: 'a', timestamp: 't' })]).toEqual([[], {}]);
  await scheduler.run(to + 5 * MINUTE);
  expect(worked).toHaveLength(1);
  expect(table.get('us-west-2', { recordId: 'a', timestamp: 't' }).Item).toBeDefined();
  expect(ticksOf('us-east-1').filter(({ at }) => at >= to).length).toBeGreaterThan(0);
});

it('lets an operator disable a mapping, and enable it again', async () => {
  const { watching, scheduler } = watchingUnderTest(['F41'], ({ operated }) => operated !== undefined);
  const { region, from = 0, to = 0 } = watching.outages.operated ?? {};
  const mapping = watching.sentinels.find((sentinel) => sentinel.region === region)?.mapping;
  await scheduler.run((from + to) / 2);
  expect(mapping?.isFed).toBe(false);
  await scheduler.run(to + 1);
  expect(mapping?.isFed).toBe(true);
});

it('fires the hourly rule of both when it is told to, an hour apart', async () => {
  const { watching, scheduler, heard } = watchingUnderTest([]);
  const reconciled = watching.reconcile();
  await scheduler.run(24 * 60 * MINUTE);
  await reconciled;
  expect(heard.map(({ rule, at }) => [rule, Math.round(at / MINUTE)])).toEqual([
    ['reconcile', 60],
    ['reconcile', 60],
    ['reconcile', 120],
    ['reconcile', 120],
  ]);
});

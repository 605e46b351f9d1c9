import { SimulatedTable } from '../cloud/simulated-table';
import type { Network } from '../cloud/travel';
import { History } from '../engine/history';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { FunctionUnderTest } from '../function/load-function';
import type { FaultId } from '../nemesis/fault-classes';
import { Nemesis } from '../nemesis/nemesis';
import { Auditing, RETRIES } from './auditing';

const REGIONS = ['us-east-1', 'us-west-2'];
const MINUTE = 60_000;

interface Told {
  readonly region: string;
  readonly at: number;
  readonly event: {
    readonly kind?: string;
    readonly Records?: readonly {
      readonly dynamodb: {
        readonly Keys: { readonly recordId: { readonly S: string } };
        readonly SequenceNumber: string;
      };
    }[];
  };
}

/** Both regions' audit of one table; the auditor refuses what `isRefused` says and the first digests after an hour, and notes what it was told. */
function audited(faults: readonly FaultId[], isRefused: (recordId: string) => boolean, seed = 1, failing = 0) {
  const scheduler = new Scheduler(new Random(seed));
  const options = { faults, share: 1, rate: 0, until: Infinity };
  const nemesis = new Nemesis(new Random(seed, 1), options, () => scheduler.now);
  const random = new Random(seed, 2);
  const network: Network = { scheduler, random, nemesis, history: new History(), latency: 1, calls: 0 };
  const table = new SimulatedTable(REGIONS, scheduler, { lag: () => 10 });
  const told: Told[] = [];
  const subject = {
    auditorPorts: ({ environment }: { readonly environment: object }) => environment,
    createAuditor:
      ({ TABLE_REGION }: { readonly TABLE_REGION: string }) =>
      (event: Told['event']) => {
        told.push({ region: TABLE_REGION, at: scheduler.now, event });
        if (event.kind === 'digest' && scheduler.now >= 60 * MINUTE && (failing -= 1) >= 0) {
          return Promise.reject(new Error('The trail is not there.'));
        }
        const failed = (event.Records ?? []).find(({ dynamodb }) => isRefused(dynamodb.Keys.recordId.S));
        const batchItemFailures = failed ? [{ itemIdentifier: failed.dynamodb.SequenceNumber }] : [];
        return Promise.resolve({ batchItemFailures });
      },
  } as unknown as FunctionUnderTest;
  const auditing = new Auditing({ regions: REGIONS, table, network, random, subject, epoch: 0 });
  table.onChange = auditing.watch;
  const recordsOf = (region: string) =>
    told
      .filter((one) => one.region === region)
      .flatMap(({ event }) => event.Records ?? [])
      .map(({ dynamodb }) => dynamodb.Keys.recordId.S);
  return { auditing, scheduler, table, told, recordsOf };
}

const item = (recordId: string) => ({ Item: { recordId, timestamp: 't', revision: '1' } });

it('tells each auditor the changes of its own replica, replicated ones included', async () => {
  const { scheduler, table, recordsOf } = audited([], () => false);
  table.put('us-east-1', item('orders#1'));
  table.put('us-west-2', item('orders#2'));
  await scheduler.run(MINUTE);
  for (const region of REGIONS) expect(recordsOf(region).sort()).toEqual(['orders#1', 'orders#2']);
});

it('lets the schedule come while faults go on, and once more two hours after the end', async () => {
  const { auditing, scheduler, told } = audited([], () => false);
  const ticks = () => told.filter(({ event }) => event.kind === 'digest').map(({ at }) => at / MINUTE);
  await scheduler.run(60 * MINUTE);
  expect(ticks()).toEqual([17, 17, 18, 18, 19, 19]);
  const sealed = auditing.sealAll();
  const from = scheduler.now;
  await scheduler.run(from + 180 * MINUTE);
  await sealed;
  expect(ticks().slice(6)).toEqual([from / MINUTE + 120, from / MINUTE + 120]);
});

it('fires again in the next hour where the last tick did not come to its end', async () => {
  const { auditing, scheduler, told } = audited([], () => false, 1, 1);
  const sealed = auditing.sealAll();
  await scheduler.run(300 * MINUTE);
  await sealed;
  const sealing = told.filter(({ event, at }) => event.kind === 'digest' && at >= 120 * MINUTE);
  expect(sealing.map(({ region, at }) => [region, at / MINUTE])).toEqual([
    ['us-east-1', 120],
    ['us-west-2', 120],
    ['us-east-1', 180],
  ]);
});

it('replays what was given up once it is mended, and not what nobody understands', async () => {
  const mended = new Set<string>();
  const { auditing, scheduler, table } = audited(
    ['F40'],
    (recordId) => recordId.startsWith('poison#') || (recordId === 'orders#1' && !mended.has(recordId)),
  );
  table.put('us-east-1', item('orders#1'));
  table.put('us-east-1', item('orders#2'));
  await scheduler.run(48 * 60 * MINUTE);
  const givenUp = () =>
    auditing.regions.map(({ mapping }) => [
      ...new Set(mapping.failures.map(({ record }) => record.key.split('\0')[0])),
    ]);
  expect(auditing.poison.size).toBeGreaterThan(0);
  const poison = [...auditing.poison].sort();
  for (const given of givenUp()) expect(given.sort()).toEqual(['orders#1', ...poison]);
  for (const { mapping } of auditing.regions) {
    for (const { tries } of mapping.failures) expect(tries).toBe(RETRIES + 1);
  }
  mended.add('orders#1');
  const replayed = auditing.replayFailures();
  await scheduler.run(scheduler.now + MINUTE);
  await replayed;
  for (const given of givenUp()) expect(given.sort()).toEqual(poison);
});

import { AnnouncementWatch } from '../check/watch-announcements';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import type { SimulatedFunction } from '../cloud/simulated-function';
import { SimulatedQueue } from '../cloud/simulated-queue';
import { SimulatedTable } from '../cloud/simulated-table';
import type { FunctionUnderTest } from '../function/load-function';
import { quietNetwork } from '../testing/quiet-network';
import { type Deed, Sentinel } from './sentinel';

interface Ports {
  readonly clients: {
    readonly sns: { send(command: object): Promise<unknown> };
    readonly regions: { readonly here: { readonly table: { send(command: object): Promise<unknown> } } };
  };
  readonly metrics: { tick(figures: object): void; count(deed: Deed, count: number): void };
}

/** The sentinel of `here`, whose ticks do what `tick` does under its ports. */
function sentinelUnderTest(tick: (ports: Ports) => Promise<void> = () => Promise.resolve()) {
  const network = quietNetwork();
  const { scheduler, random } = network;
  const table = new SimulatedTable(['here', 'there'], scheduler, { lag: () => 10 });
  const of = (region: string) => {
    const queue = new SimulatedQueue('q', { visibility: 1_000 }, scheduler, random);
    const bucket = new SimulatedBucket(region);
    return { region, table, buckets: new Map([[region, bucket]]), ingest: queue, deadLetters: queue, secret: '' };
  };
  const announcements = new AnnouncementWatch();
  const deeds: [Deed, number][] = [];
  const sentinel = new Sentinel({
    home: of('here'),
    other: of('there'),
    processor: { feed: () => undefined, bound: () => undefined } as unknown as SimulatedFunction,
    maximum: 4,
    network,
    random,
    subject: {
      sentinelPorts: (ports: Ports) => ports,
      createSentinel: (ports: Ports) => () => tick(ports),
    } as unknown as FunctionUnderTest,
    epoch: 0,
    announcements,
    did: (deed, count) => deeds.push([deed, count]),
  });
  table.onChange = (change) => {
    if (change.local) sentinel.saves(change);
  };
  const fire = async () => {
    const ending = sentinel.schedule.fire('tick');
    await scheduler.run(scheduler.now + 1_000);
    return ending;
  };
  return { sentinel, announcements, deeds, fire };
}

class PutCommand {
  constructor(readonly input: object) {}
}

class PublishCommand {
  constructor(readonly input: object) {}
}

it('must tell of each change of its breaker, and has told what the topic took', async () => {
  const { sentinel, announcements, fire } = sentinelUnderTest(
    async ({ clients }) => void (await clients.sns.send(new PublishCommand({ Subject: 'here: breaker open' }))),
  );
  sentinel.mapping.call('UpdateEventSourceMapping', { Enabled: false });
  expect(announcements.isWaiting('here')).toBe(true);
  expect(await fire()).toBe('returned');
  expect(announcements.isWaiting('here')).toBe(false);
});

it('must tell of each change of a region that it saves, and only after ticks in a row that said so', async () => {
  let [there, status] = [false, 'AVAILABLE'];
  const { sentinel, announcements, fire } = sentinelUnderTest(async ({ clients, metrics }) => {
    metrics.tick({ available: { here: true, there } });
    const state = JSON.stringify({ regions: { there: { status } } });
    const Item = { recordId: 'heartbeat#here#state', timestamp: 't', state };
    for (let saves = 0; saves < 2; saves += 1) await clients.regions.here.table.send(new PutCommand({ Item }));
  });
  for (let tick = 0; tick < 2; tick += 1) await fire();
  expect(announcements.isWaiting('here')).toBe(false);
  status = 'LOST';
  await fire();
  expect([sentinel.watch.problems, announcements.isWaiting('here')]).toEqual([[], true]);
  [there, status] = [true, 'AVAILABLE'];
  await fire();
  expect(sentinel.watch.problems).toEqual([
    'the sentinel of here held there to be there after 1 ticks in a row that said otherwise, and 3 are needed',
  ]);
});

it('remembers nothing of a tick that saved nothing', async () => {
  let tick = 0;
  const { sentinel, fire } = sentinelUnderTest(async ({ clients, metrics }) => {
    tick += 1;
    if (tick < 4) return metrics.tick({ available: { here: true, there: false } });
    const state = JSON.stringify({ regions: { there: { status: 'LOST' } } });
    await clients.regions.here.table.send(
      new PutCommand({ Item: { recordId: 'heartbeat#here#state', timestamp: 't', state } }),
    );
  });
  for (let ticks = 0; ticks < 4; ticks += 1) await fire();
  expect(sentinel.watch.problems).toEqual([
    'the sentinel of here held there to be lost after no tick of its own, and 3 are needed',
  ]);
});

it('counts what it did', async () => {
  const { deeds, fire } = sentinelUnderTest(({ metrics }) => Promise.resolve(metrics.count('filesAdopted', 2)));
  await fire();
  expect(deeds).toEqual([['filesAdopted', 2]]);
});

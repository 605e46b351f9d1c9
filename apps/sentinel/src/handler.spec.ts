import type { Context } from 'aws-lambda';
import scheduledEvent from './fixtures/scheduled-event.json';
import { createHandler, type ScheduledEvent } from './handler';
import { Refused } from './ports';
import { HOME, MemoryWorld, OTHER } from './testing/memory-world';

const context = { getRemainingTimeInMillis: () => 55_000 } as Context;

describe('the sentinel', () => {
  it('ticks at the event of its rule, and says what is there', async () => {
    const world = new MemoryWorld();
    await createHandler(world.ports())(scheduledEvent as ScheduledEvent, context);
    expect(world.ticks).toEqual([
      {
        available: { [HOME]: true, [OTHER]: true },
        breakerOpen: false,
        heldWithoutNeed: false,
        replicationLagSeconds: 0,
      },
    ]);
  });

  it('refuses the event of a rule that is not its own', async () => {
    const event = { ...scheduledEvent, resources: ['arn:aws:events:us-east-1:1:rule/other'] } as ScheduledEvent;
    await expect(createHandler(new MemoryWorld().ports())(event, context)).rejects.toThrow(
      'The sentinel hears of the rules serverless-sentinel-tick-prod and serverless-sentinel-reconcile-prod, not of other.',
    );
  });

  it.each(['table', 'bucket', 'queue'] as const)(
    'says that a region whose %s hangs is not available',
    async (service) => {
      const world = new MemoryWorld();
      const ports = world.ports();
      const hang = () => new Promise<never>(() => undefined);
      const hangs = {
        table: {
          heartbeats: {
            ...ports.heartbeats,
            write: (region: string, at: number) => (region === OTHER ? hang() : ports.heartbeats.write(region, at)),
          },
        },
        bucket: {
          buckets: {
            ...ports.buckets,
            probe: (region: string) => (region === OTHER ? hang() : ports.buckets.probe(region)),
          },
        },
        queue: {
          queues: {
            ...ports.queues,
            depth: (region: string) => (region === OTHER ? hang() : ports.queues.depth(region)),
          },
        },
      };
      const clock = { now: () => world.now, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
      await createHandler({ ...ports, ...hangs[service], clock })(scheduledEvent as ScheduledEvent, context);
      expect(world.ticks[0]?.available).toEqual({ [HOME]: true, [OTHER]: false });
    },
  );

  it('takes a refusal for an answer, and fails loudly, since its role is wrong', async () => {
    const world = new MemoryWorld();
    const ports = world.ports();
    const refuse = () => Promise.reject(new Refused('not authorized to perform: dynamodb:PutItem'));
    const tick = createHandler({ ...ports, heartbeats: { ...ports.heartbeats, write: refuse } });
    await expect(tick(scheduledEvent as ScheduledEvent, context)).rejects.toThrow(
      'The sentinel may not look at table in us-east-1, table in us-west-2: its log says which action is refused.',
    );
    expect(world.ticks[0]?.available).toEqual({ [HOME]: true, [OTHER]: true });
    expect(world.mapping.state).toBe('Enabled');
  });

  it.each([
    ['readMapping', 'The breaker could not be looked after: it is out'],
    ['loadState', 'What the sentinel remembers could not be read: it is out'],
  ])('says what is there though %s fails, and fails at the end', async (broken, message) => {
    const world = new MemoryWorld();
    world.hook = (call) => {
      if (call === broken) throw new Error('it is out');
    };
    await expect(world.tick()).rejects.toThrow(message);
    expect(world.ticks).toHaveLength(1);
    expect(world.ticks[0]?.available).toEqual({ [HOME]: true, [OTHER]: true });
  });

  it('says nothing of a breaker that it could not look at, and takes its processor for held back', async () => {
    const world = new MemoryWorld();
    world.receipt(HOME, HOME, world.object(HOME, 'incoming/weather/a.csv'), 'PROCESSING', 90);
    world.hook = (call) => {
      if (call === 'readMapping') throw new Error('Lambda is out');
    };
    await world.tick().catch(() => undefined);
    expect(world.ticks[0]).not.toHaveProperty('breakerOpen');
    world.hook = () => undefined;
    await world.reconcile();
    expect(world.counted.get('receiptsStalled') ?? 0).toBe(0);
  });

  it('leaves the rest to another invocation that went on meanwhile', async () => {
    const world = new MemoryWorld();
    await world.tick();
    const theirs = { text: world.state?.text ?? '', revision: 7 };
    world.hook = (call, when) => {
      if (call === 'saveState' && when === 'before') world.state = theirs;
    };
    await world.tick();
    expect(world.state).toBe(theirs);
  });
});

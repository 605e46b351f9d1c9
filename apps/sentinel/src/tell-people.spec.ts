import { HOME, MemoryWorld, OTHER } from './testing/memory-world';
import { NOTICES_KEPT } from './tell-people';

/** What is out in each tick: the home table, then the other region until it is lost, then both for a while, then nothing. */
const SCRIPT: readonly (readonly ['table' | 'queue', string])[][] = [
  ...Array.from({ length: 2 }, () => [['table', HOME]] as ['table', string][]),
  ...Array.from({ length: 3 }, () => [['queue', OTHER]] as ['queue', string][]),
  [
    ['table', HOME],
    ['queue', OTHER],
  ],
  ...Array.from({ length: 3 }, () => []),
];

/** Watches from outside what changes, and what is told, in their order. */
function watched(interfere: (call: string, when: 'before' | 'after', at: number) => void) {
  const world = new MemoryWorld();
  const log: { readonly kind: 'changed' | 'told'; readonly what: string }[] = [];
  const changed = (what: string) => log.push({ kind: 'changed', what });
  let mapping = { ...world.mapping };
  let views = new Map<string, string>();
  let calls = 0;
  world.hook = (call, when) => {
    if (when === 'after') {
      if (call === 'announce')
        log.push({ kind: 'told', what: (world.announced.at(-1) ?? '').replace(`${HOME}: `, '') });
      const { state, maximumConcurrency } = world.mapping;
      if (state !== mapping.state) changed(state === 'Disabled' ? 'breaker open' : 'breaker half-open');
      else if (maximumConcurrency > mapping.maximumConcurrency) changed('breaker closed');
      mapping = { ...world.mapping };
      const { regions = {} } = JSON.parse(world.state?.text ?? '{}') as {
        regions?: Record<string, { status: string }>;
      };
      for (const [region, { status }] of Object.entries(regions)) {
        const before = views.get(region) ?? 'AVAILABLE';
        if (status !== before) changed(`${region} ${status === 'LOST' ? 'is lost' : 'is back'}`);
      }
      views = new Map(Object.entries(regions).map(([region, { status }]) => [region, status]));
    }
    if (when === 'before') calls += 1;
    interfere(call, when, calls);
  };
  const count = (kind: 'changed' | 'told', what: string) =>
    log.filter((entry) => entry.kind === kind && entry.what === what).length;
  const lastOf = (kind: 'changed' | 'told', what: string) =>
    log.map((entry) => entry.kind === kind && entry.what === what).lastIndexOf(true);
  /** Changes of which fewer were told than were made, or none since the last was. */
  const untold = () =>
    [...new Set(log.filter(({ kind }) => kind === 'changed').map(({ what }) => what))].filter(
      (what) => count('told', what) < count('changed', what) || lastOf('told', what) < lastOf('changed', what),
    );
  return { world, log, untold, calls: () => calls };
}

/** Plays the script; a tick that fails is followed by another before the world goes on. */
async function play(world: MemoryWorld): Promise<void> {
  for (const out of SCRIPT) {
    world.out.clear();
    for (const [service, region] of out) world.out.add(`${service} ${region}`);
    let failed = false;
    await world.tick().catch(() => (failed = true));
    if (failed) await world.tick();
  }
}

describe('people', () => {
  it('are told of each change once where nothing fails', async () => {
    const { world, log } = watched(() => undefined);
    await play(world);
    const all = (kind: 'changed' | 'told') => log.filter((entry) => entry.kind === kind).map(({ what }) => what);
    expect(all('told')).toEqual(all('changed'));
    expect(all('told')).toEqual([
      'breaker open',
      'breaker half-open',
      'breaker closed',
      'us-west-2 is lost',
      'breaker open',
      'breaker half-open',
      'breaker closed',
      'us-west-2 is back',
    ]);
  });

  it.each(['before', 'after'] as const)(
    'are told of every change though the sentinel dies %s any of its calls',
    async (when) => {
      const { world, calls } = watched(() => undefined);
      await play(world);
      const all = calls();
      expect(all).toBeGreaterThan(100);
      for (let dies = 1; dies <= all; dies += 1) {
        let dead = false;
        const one = watched((_, now, at) => {
          if (now === when && at === dies) dead = true;
          if (dead) throw new Error('killed');
        });
        const tick = one.world.tick.bind(one.world);
        // The next tick is another process.
        one.world.tick = async () => {
          dead = false;
          await tick();
          if (dead) throw new Error('killed');
        };
        await play(one.world);
        await one.world.tick();
        expect({ dies, untold: one.untold() }).toEqual({ dies, untold: [] });
        expect(one.world.mapping.untold.size).toBe(0);
      }
    },
  );

  it.each([1, 2, 5, 7])(
    'are told of every change in its order when the topic takes none for %i ticks',
    async (ticks) => {
      const { world, log, untold } = watched((call, when) => {
        if (call === 'announce' && when === 'before' && world.ticks.length <= ticks) throw new Error('SNS is out');
      });
      await play(world);
      expect(untold()).toEqual([]);
      const ofBreaker = log.filter(({ kind, what }) => kind === 'told' && what.startsWith('breaker'));
      expect(ofBreaker.slice(0, 3).map(({ what }) => what)).toEqual([
        'breaker open',
        'breaker half-open',
        'breaker closed',
      ]);
    },
  );

  it('are not told of the oldest where a topic has taken none for too long, and the mapping’s tags stay few', async () => {
    const { world } = watched((call) => {
      if (call === 'announce') throw new Error('SNS is out');
    });
    for (let round = 0; round < 12; round += 1) {
      world.out.add(`table ${HOME}`);
      await world.tick();
      world.out.clear();
      await world.tick();
      await world.tick();
    }
    expect(world.mapping).toMatchObject({ state: 'Enabled', maximumConcurrency: 8 });
    expect(world.mapping.untold.size).toBe(NOTICES_KEPT);
  });

  it('hear nothing of a change that a busy mapping did not take', async () => {
    const world = new MemoryWorld();
    const ports = world.ports();
    world.ports = () => ({ ...ports, mapping: { ...ports.mapping, change: async () => 'busy' } });
    world.out.add(`table ${HOME}`);
    await world.tick();
    expect(world.announced).toEqual([]);
    expect(world.mapping.untold.size).toBe(0);
  });
});

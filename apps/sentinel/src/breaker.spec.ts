import * as fc from 'fast-check';
import { breakerStep } from './breaker';
import { MemoryWorld } from './testing/memory-world';

const TABLE = 'table us-east-1';

describe('the breaker', () => {
  it.each(['Creating', 'Enabling', 'Disabling', 'Updating'])('leaves a mapping that is %s alone', (state) => {
    for (const answers of [true, false]) expect(breakerStep(answers, { state, concurrency: 2 })).toBe('leave');
  });

  it('opens in the first tick of an outage, tries for one tick when the table answers, and closes', async () => {
    const world = new MemoryWorld();
    await world.tick();
    expect(world.mapping).toMatchObject({ state: 'Enabled', maximumConcurrency: 8 });
    world.out.add(TABLE);
    await world.tick();
    expect(world.mapping).toMatchObject({ state: 'Disabled', maximumConcurrency: 2 });
    await world.tick();
    expect(world.mapping.state).toBe('Disabled');
    world.out.clear();
    await world.tick();
    expect(world.mapping).toMatchObject({ state: 'Enabled', maximumConcurrency: 2 });
    await world.tick();
    expect(world.mapping).toMatchObject({ state: 'Enabled', maximumConcurrency: 8 });
    expect(world.ticks.map(({ breakerOpen }) => breakerOpen)).toEqual([false, true, true, true, false]);
    expect(world.announced).toEqual([
      'us-east-1: breaker open',
      'us-east-1: breaker half-open',
      'us-east-1: breaker closed',
    ]);
  });

  it('opens again when the trial fails', async () => {
    const world = new MemoryWorld();
    world.out.add(TABLE);
    await world.tick();
    world.out.clear();
    await world.tick();
    expect(world.mapping.state).toBe('Enabled');
    world.out.add(TABLE);
    await world.tick();
    expect(world.mapping.state).toBe('Disabled');
  });

  it('leaves what an operator disabled, and says that the processor is held', async () => {
    const world = new MemoryWorld();
    world.mapping.state = 'Disabled';
    await world.tick();
    world.out.add(TABLE);
    await world.tick();
    world.out.clear();
    await world.tick();
    expect(world.mapping).toMatchObject({ state: 'Disabled', maximumConcurrency: 8 });
    expect(world.ticks.map(({ heldWithoutNeed }) => heldWithoutNeed)).toEqual([true, false, true]);
  });

  it('works though nobody can be told', async () => {
    const world = new MemoryWorld();
    world.out.add(TABLE);
    world.hook = (call) => {
      if (call === 'announce') throw new Error('SNS is out');
    };
    await world.tick();
    expect(world.mapping.state).toBe('Disabled');
  });

  it('never enables what an operator disabled, wherever it is cut off, and comes to rest', async () => {
    const event = fc.record({ tableAnswers: fc.boolean(), disables: fc.boolean(), dies: fc.option(fc.nat(5)) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const world = new MemoryWorld();
        let operators = false;
        for (const { tableAnswers, disables, dies } of events) {
          // An operator disables what is on; what the breaker holds is already off.
          if (disables && world.mapping.state === 'Enabled' && world.mapping.maximumConcurrency === 8) {
            world.mapping.state = 'Disabled';
            operators = true;
          }
          if (tableAnswers) world.out.delete(TABLE);
          else world.out.add(TABLE);
          let calls = 0;
          world.hook = (call) => {
            if (!['note', 'change', 'told', 'announce'].includes(call)) return;
            if (dies !== null && calls === dies) throw new Error('killed');
            calls += 1;
          };
          await world.tick().catch(() => undefined);
          if (operators) expect(world.mapping.state).toBe('Disabled');
        }
        world.hook = () => undefined;
        world.out.delete(TABLE);
        for (let tick = 0; tick < 3; tick += 1) await world.tick();
        expect(world.mapping.state).toBe(operators ? 'Disabled' : 'Enabled');
        expect(world.mapping.maximumConcurrency).toBe(8);
        expect(world.mapping.untold.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

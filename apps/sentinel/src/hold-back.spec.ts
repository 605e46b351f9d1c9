import * as fc from 'fast-check';
import { holdBack } from './hold-back';
import { MemoryWorld } from './testing/memory-world';

/** Of the environment. */
const FULL = 8;

/** The processor's mapping, and ticks at once that judge the table as they are told to, their calls in an order of the scheduler's. */
function mappingUnderTest(state: string, maximumConcurrency: number, scheduler: fc.Scheduler) {
  const world = new MemoryWorld();
  Object.assign(world.mapping, { state, maximumConcurrency });
  const ports = world.ports();
  const { mapping } = ports;
  const turn = (call: string) => scheduler.schedule(Promise.resolve(), call);
  const late: typeof mapping = {
    read: () => turn('read').then(() => mapping.read()),
    note: (change) => turn('note').then(() => mapping.note(change)),
    told: (changes) => turn('told').then(() => mapping.told(changes)),
    change: (change) => turn('change').then(() => mapping.change(change)),
  };
  return {
    world,
    atOnce: (judgements: readonly boolean[]) =>
      scheduler.waitFor(
        Promise.all(judgements.map((tableAnswers) => holdBack(tableAnswers, { ...ports, mapping: late }))),
      ),
    ticks: async (judgements: readonly boolean[]) => {
      for (const tableAnswers of judgements) await holdBack(tableAnswers, ports);
    },
  };
}

const judgements = fc.array(fc.boolean(), { minLength: 2, maxLength: 4 });

describe('ticks at once that judge the table differently', () => {
  it.each([
    ['closed', 'Enabled', FULL],
    ['open', 'Disabled', 2],
    ['half-open', 'Enabled', 2],
  ])('leave a breaker that was %s as one that a later tick can close', async (_, state, concurrency) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), judgements, async (scheduler, ofTicks) => {
        const { world, atOnce, ticks } = mappingUnderTest(state, concurrency, scheduler);
        await atOnce(ofTicks);
        await ticks([true, true]);
        expect(world.mapping).toMatchObject({ state: 'Enabled', maximumConcurrency: FULL });
      }),
      { numRuns: 300 },
    );
  });

  it('leave what an operator has disabled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), judgements, async (scheduler, ofTicks) => {
        const { world, atOnce } = mappingUnderTest('Disabled', FULL, scheduler);
        await atOnce(ofTicks);
        expect(world.mapping).toMatchObject({ state: 'Disabled', maximumConcurrency: FULL });
      }),
    );
  });
});

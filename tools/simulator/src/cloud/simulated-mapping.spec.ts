import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { SimulatedFunction } from './simulated-function';
import { type MappingInput, SimulatedMapping } from './simulated-mapping';

const MAXIMUM = 4;

function mappingUnderTest() {
  const scheduler = new Scheduler(new Random(1, 1), { pending: 0 });
  const told: string[] = [];
  const processor = {
    feed: (isFed: boolean) => void told.push(`fed ${isFed}`),
    bound: (maximum: number) => void told.push(`bound ${maximum}`),
  } as unknown as SimulatedFunction;
  const mapping = new SimulatedMapping(processor, MAXIMUM, scheduler, new Random(1, 2));

  return { mapping, told, scheduler };
}

const TRIAL = { ScalingConfig: { MaximumConcurrency: 2 } };

it('is closed as the template has it, and shows its concurrency and its tags', () => {
  const { mapping, told } = mappingUnderTest();
  expect(mapping.isClosed).toBe(true);
  expect(mapping.call('GetEventSourceMapping', {})).toEqual({
    State: 'Enabled',
    ScalingConfig: { MaximumConcurrency: MAXIMUM },
  });
  mapping.call('TagResource', { Tags: { one: '1', other: '2' } });
  mapping.call('UntagResource', { TagKeys: ['one', 'none'] });
  expect(mapping.call('ListTags', {})).toEqual({ Tags: { other: '2' } });
  mapping.call('UpdateEventSourceMapping', { Enabled: false, ...TRIAL });
  expect([mapping.isClosed, told]).toEqual([false, ['bound 2', 'fed false']]);
  expect(mapping.call('GetEventSourceMapping', {})).toMatchObject(TRIAL);
});

it('refuses a change while another is under way', () => {
  const { mapping } = mappingUnderTest();
  expect(mapping.call('UpdateEventSourceMapping', { Enabled: false })).toEqual({ State: 'Disabling' });
  expect(() => mapping.call('UpdateEventSourceMapping', { Enabled: true })).toThrow(
    expect.objectContaining({ name: 'ResourceInUseException' }),
  );
});

it('notes who enables it over an operator’s head, and bounds the function', () => {
  const { mapping, told } = mappingUnderTest();
  mapping.operate(false);
  mapping.call('UpdateEventSourceMapping', { Enabled: true, ...TRIAL });
  expect([...mapping.misdeeds]).toEqual(['enabled what an operator had disabled']);
  expect(told).toEqual(['fed false', 'bound 2', 'fed true']);
  expect(mapping.isClosed).toBe(false);
});

it('notes who leaves it disabled as an operator would', () => {
  const { mapping } = mappingUnderTest();
  mapping.call('UpdateEventSourceMapping', { Enabled: false, ...TRIAL });
  expect([...mapping.misdeeds]).toEqual([]);
  const { mapping: other } = mappingUnderTest();
  other.call('UpdateEventSourceMapping', { Enabled: false });
  expect([...other.misdeeds]).toEqual(['left the mapping disabled as an operator would, whom nobody enables it for']);
});

it('tells of each change that the sentinel makes, once it is so', async () => {
  const { mapping, scheduler } = mappingUnderTest();
  const changes: string[] = [];
  mapping.onChange = (change) => changes.push(`${change}, fed ${mapping.isFed}, ${mapping.bound} at once`);
  const update = async (change: MappingInput) => {
    mapping.call('UpdateEventSourceMapping', change);
    scheduler.after(60_000, () => undefined);
    await scheduler.run(scheduler.now + 60_000);
  };
  mapping.operate(false);
  mapping.operate(true);
  await update({ Enabled: false, ...TRIAL });
  await update({ Enabled: false, ...TRIAL });
  await update({ Enabled: true, ...TRIAL });
  await update({ Enabled: true, ScalingConfig: { MaximumConcurrency: MAXIMUM } });
  expect(changes).toEqual([
    'open, fed false, 2 at once',
    'half-open, fed true, 2 at once',
    'closed, fed true, 4 at once',
  ]);
});

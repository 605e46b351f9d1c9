import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { SimulatedFunction } from './simulated-function';
import { SimulatedMapping } from './simulated-mapping';

const MAXIMUM = 4;

function mappingUnderTest() {
  const scheduler = new Scheduler(new Random(1, 1), { pending: 0 });
  const told: string[] = [];
  const processor = {
    feed: (isFed: boolean) => void told.push(`fed ${isFed}`),
    bound: (maximum: number) => void told.push(`bound ${maximum}`),
  } as unknown as SimulatedFunction;
  const mapping = new SimulatedMapping(processor, MAXIMUM, scheduler, new Random(1, 2));

  return { mapping, told };
}

it('is closed as the template has it, and open with its mark', () => {
  const { mapping, told } = mappingUnderTest();
  expect(mapping.isClosed).toBe(true);
  mapping.call('TagResource', { Tags: { breaker: 'open@2026' } });
  mapping.call('UpdateEventSourceMapping', { Enabled: false });
  expect([mapping.isClosed, told]).toEqual([false, ['fed false']]);
  expect(mapping.call('ListTags', {})).toEqual({ Tags: { breaker: 'open@2026' } });
});

it('refuses a change while another is under way', () => {
  const { mapping } = mappingUnderTest();
  expect(mapping.call('UpdateEventSourceMapping', { Enabled: false })).toEqual({ State: 'Disabling' });
  expect(() => mapping.call('UpdateEventSourceMapping', { Enabled: true })).toThrow(
    expect.objectContaining({ name: 'ResourceInUseException' }),
  );
});

it('counts who enables it over an operator’s head, and bounds the function', () => {
  const { mapping, told } = mappingUnderTest();
  mapping.operate(false);
  mapping.call('UpdateEventSourceMapping', { Enabled: true, ScalingConfig: { MaximumConcurrency: 2 } });
  expect(mapping.overruled).toBe(1);
  expect(told).toEqual(['fed false', 'bound 2', 'fed true']);
  expect(mapping.isClosed).toBe(false);
});

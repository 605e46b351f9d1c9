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

it('notes who enables it over an operator’s head, and bounds the function', () => {
  const { mapping, told } = mappingUnderTest();
  mapping.operate(false);
  mapping.call('UpdateEventSourceMapping', { Enabled: true, ScalingConfig: { MaximumConcurrency: 2 } });
  expect([...mapping.misdeeds]).toEqual(['enabled what an operator had disabled']);
  expect(told).toEqual(['fed false', 'bound 2', 'fed true']);
  expect(mapping.isClosed).toBe(false);
});

it('notes who disables it without the mark, and who takes the mark away before the concurrency is given back', () => {
  const { mapping } = mappingUnderTest();
  mapping.call('TagResource', { Tags: { breaker: 'open@2026' } });
  mapping.call('UpdateEventSourceMapping', { ScalingConfig: { MaximumConcurrency: 2 } });
  expect([...mapping.misdeeds]).toEqual([]);
  mapping.call('UntagResource', { TagKeys: ['breaker'] });
  const { mapping: other } = mappingUnderTest();
  other.call('UpdateEventSourceMapping', { Enabled: false });
  expect([...mapping.misdeeds, ...other.misdeeds]).toEqual([
    'took the mark away before the concurrency was given back',
    'disabled the mapping without its mark',
  ]);
});

it('tells of each change that the sentinel makes, once it is so', () => {
  const { mapping } = mappingUnderTest();
  const changes: string[] = [];
  mapping.onChange = (change) => changes.push(`${change}, fed ${mapping.isFed}`);
  mapping.operate(false);
  mapping.operate(true);
  mapping.call('TagResource', { Tags: { breaker: 'open@2026' } });
  mapping.call('UpdateEventSourceMapping', { Enabled: false });
  expect(changes).toEqual(['open, fed false']);
  mapping.call('UntagResource', { TagKeys: ['breaker', 'nothing'] });
  mapping.call('UntagResource', { TagKeys: ['breaker'] });
  expect(changes).toEqual(['open, fed false', 'closed, fed false']);
});

import type { JsonObject } from './load-assembly';
import { readersOf } from './testing/readers';

const reader = (Properties: JsonObject) => readersOf({ Queue: { Type: 'AWS::SQS::Queue', Properties } }).get('Queue')!;
const CANNOT = "The local cloud can't run stack/Queue (AWS::SQS::Queue Queue): ";

describe('a property', () => {
  it('that is a number or a flag may be written as text, as templates do', () => {
    const properties = reader({ Count: '5', Whole: 7, Yes: 'true', No: false });
    expect([properties.number('Count', 1), properties.number('Whole', 1)]).toEqual([5, 7]);
    expect([properties.flag('Yes', false), properties.flag('No', true)]).toEqual([true, false]);
  });

  it('that is an object may be JSON, as policies are', () => {
    const properties = reader({ Text: '{"a":1}', Object: { a: 2 } });
    expect([properties.object('Text'), properties.object('Object')]).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('that is absent has the value for it', () => {
    const properties = reader({});
    expect([
      properties.text('A'),
      properties.number('A', 3),
      properties.flag('A', true),
      properties.object('A'),
      properties.list('A'),
      properties.has('A'),
    ]).toEqual([undefined, 3, true, undefined, [], false]);
  });

  it('is what its function comes to, which nobody asks of what nobody reads', () => {
    const properties = reader({ Name: { 'Fn::Sub': 'in-${AWS::Region}' }, Odd: { 'Fn::Nothing': [] } });
    expect(properties.text('Name')).toBe('in-us-east-1');
    expect(() => properties.value('Odd')).toThrow('Fn::Nothing');
  });

  it.each<[string, (given: JsonObject) => unknown, JsonObject, string]>([
    ['text', (given) => reader(given).text('P'), { P: 5 }, 'must be a text, not 5.'],
    ['number', (given) => reader(given).number('P', 0), { P: 'five' }, 'must be a number, not "five".'],
    ['number that is empty', (given) => reader(given).number('P', 0), { P: '' }, 'must be a number, not "".'],
    ['flag', (given) => reader(given).flag('P', true), { P: 'yes' }, 'must be true or false, not "yes".'],
    ['object', (given) => reader(given).object('P'), { P: [1] }, 'must be an object, not [1].'],
    ['object of JSON', (given) => reader(given).object('P'), { P: '{' }, 'must be JSON, not "{".'],
    ['list', (given) => reader(given).list('P'), { P: 'a' }, 'must be a list, not "a".'],
  ])('that is no %s is told with its place, and what to do', (_, read, given, told) => {
    expect(() => read(given)).toThrow(`${CANNOT}its property P ${told} Correct the template.`);
  });

  it('that must be there is told to be missing', () => {
    expect(() => reader({}).requiredText('QueueName')).toThrow(`${CANNOT}it has no QueueName. Add the property.`);
  });
});

describe('the properties of a resource', () => {
  const rules = { emulated: ['A'], passive: ['B'], listed: ['C'] };

  it('are listed where somebody may miss their effect', () => {
    expect(reader({ A: 1, B: 1, C: 1 }).check(rules)).toEqual([
      { type: 'AWS::SQS::Queue', logicalId: 'Queue', path: 'stack/Queue', property: 'C' },
    ]);
  });

  it('stop the boot where nobody knows one', () => {
    expect(() => reader({ A: 1, D: 1 }).check(rules)).toThrow(`${CANNOT}its property D is not emulated.`);
  });
});

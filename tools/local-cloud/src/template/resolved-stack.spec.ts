import { readers, resolvedStacks } from './resolved-stack';
import type { Stack } from './load-assembly';
import { place, stackOf } from './testing/readers';

const queue = (QueueName: string, Condition?: string) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName },
  ...(Condition ? { Condition } : {}),
});
const resolved = (...stacks: readonly Stack[]) => resolvedStacks({ ...place, stacks });

describe('the resources of a stack', () => {
  const [stack] = resolved(
    stackOf(
      {
        Here: queue('here', 'Holds'),
        Gone: queue('gone', 'HoldsNot'),
        Topic: { Type: 'AWS::SNS::Topic' },
      },
      { Conditions: { Holds: { 'Fn::Equals': ['a', 'a'] }, HoldsNot: { 'Fn::Equals': ['a', 'b'] } } },
    ),
  );

  it('are those whose condition holds', () => {
    expect(readers(stack!).map(({ logicalId }) => logicalId)).toEqual(['Here', 'Topic']);
  });

  it('are found by their type', () => {
    expect(readers(stack!, 'AWS::SQS::Queue').map(({ name }) => name)).toEqual(['here']);
    expect(readers(stack!, 'AWS::S3::Bucket')).toEqual([]);
  });
});

describe('what a stack imports', () => {
  const exporting = (value: string, more: object = {}) =>
    stackOf(
      {},
      {
        name: 'giver',
        Outputs: { Out: { Value: value, Export: { Name: { 'Fn::Sub': 'bucket-of-${AWS::Region}' } } } },
        ...more,
      },
    );
  const importing = stackOf({
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'bucket-of-us-east-1' } } },
  });
  const imported = (...stacks: readonly Stack[]) => readers(resolved(importing, ...stacks)[0]!)[0]?.text('QueueName');

  it('is what another of its region exports, under a name that may be put together', () => {
    expect(imported(exporting('b'))).toBe('b');
  });

  it('is nothing of another region, though the name is the same', () => {
    const elsewhere = exporting('b', {
      region: 'us-west-2',
      Outputs: { Out: { Value: 'b', Export: { Name: 'bucket-of-us-east-1' } } },
    });
    expect(() => imported(elsewhere)).toThrow('bucket-of-us-east-1');
  });

  it('is nothing whose condition does not hold', () => {
    const without = exporting('b', {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Outputs: { Out: { Value: 'b', Condition: 'Never', Export: { Name: 'bucket-of-us-east-1' } } },
    });
    expect(() => imported(without)).toThrow('bucket-of-us-east-1');
  });

  it('may be imported by what it imports, in whatever order the stacks come', () => {
    const middle = stackOf(
      {},
      {
        name: 'middle',
        Outputs: {
          Out: { Value: { 'Fn::ImportValue': 'first' }, Export: { Name: 'bucket-of-us-east-1' } },
        },
      },
    );
    const last = stackOf({}, { name: 'last', Outputs: { Out: { Value: 'far', Export: { Name: 'first' } } } });
    expect(imported(middle, last)).toBe('far');
    expect(imported(last, middle)).toBe('far');
  });
});

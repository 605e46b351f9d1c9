import { unemulated } from './check-types';
import type { TemplateResource } from './load-assembly';
import { resolvedStacks } from './resolved-stack';
import { place, stackOf } from './testing/readers';

const leftOut = (resources: Readonly<Record<string, TemplateResource>>) =>
  unemulated(resolvedStacks({ ...place, stacks: [stackOf(resources)] }));
const queue = (Properties: NonNullable<TemplateResource['Properties']>) => ({ Type: 'AWS::SQS::Queue', Properties });

describe('what is left out', () => {
  it('is a resource off the way of the data, named with its place', () => {
    expect(leftOut({ Board: { Type: 'AWS::CloudWatch::Dashboard' } })).toEqual([
      { type: 'AWS::CloudWatch::Dashboard', logicalId: 'Board', path: 'stack/Board' },
    ]);
  });

  it('is nothing that is emulated, or read for the sake of others', () => {
    expect(
      leftOut({
        Queue: queue({ QueueName: 'q' }),
        Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [] } },
        Log: { Type: 'AWS::Logs::LogGroup' },
      }),
    ).toEqual([]);
  });

  it.each([
    ['AWS::Kinesis::Stream', 'Use a queue.'],
    ['AWS::StepFunctions::StateMachine', 'Use a function.'],
    ['Custom::S3BucketNotifications', 'Set the notificationConfiguration of the CfnBucket.'],
  ])('is never a %s: the pipeline would silently do less', (Type, whatToDo) => {
    expect(() => leftOut({ Thing: { Type } })).toThrow(
      `stack/Thing (${Type} Thing): a resource of this type is on the way of the data and is not emulated. ${whatToDo}`,
    );
  });

  it('is no property that nobody knows: somebody meant something by it', () => {
    expect(() => leftOut({ Queue: queue({ QueueName: 'q', Colour: 'blue' }) })).toThrow(
      'its property Colour is not emulated.',
    );
  });

  it('asks of a mapping what its source is: a queue batches otherwise than a stream', () => {
    const mapping = (EventSourceArn: string, more = {}) => ({
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn, FunctionName: 'f', ...more },
      },
    });
    const stream = 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026';
    const queueOf = 'arn:aws:sqs:us-east-1:000000000000:q';
    expect(leftOut(mapping(stream, { StartingPosition: 'LATEST' }))).toEqual([]);
    expect(() => leftOut(mapping(queueOf, { StartingPosition: 'LATEST' }))).toThrow('StartingPosition');
  });
});

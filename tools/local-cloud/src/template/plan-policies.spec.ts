import type { JsonObject } from './load-assembly';
import { resourcePolicies, rolePolicies } from './plan-policies';
import { resolvedStacks } from './resolved-stack';
import { place, stackOf } from './testing/readers';

const document = (Action: string): JsonObject => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const named = (policies: readonly { readonly name: string }[] | undefined) => policies?.map(({ name }) => name);

describe('policies of roles', () => {
  const local = resolvedStacks({
    ...place,
    stacks: [
      stackOf({
        Many: { Type: 'AWS::IAM::Policy', Properties: { Roles: ['a', 'b'], PolicyDocument: document('s3:GetObject') } },
        One: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: 'a', PolicyDocument: document('sqs:SendMessage') },
        },
      }),
      stackOf(
        {
          Managed: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { ManagedPolicyName: 'edge', Roles: ['b'], PolicyDocument: document('s3:*') },
          },
        },
        { name: 'second' },
      ),
    ],
  });

  it('are attached by role, from whichever stack and kind of policy', () => {
    const { attached } = rolePolicies(local, new Set(['a', 'b']), place);
    expect(named(attached.get('a'))).toEqual(['stack/Many', 'stack/One']);
    expect(named(attached.get('b'))).toEqual(['stack/Many', 'second/Managed']);
    expect(attached.get('a')?.[1]?.document).toEqual(document('sqs:SendMessage'));
  });

  it('are not those of roles that nobody here takes', () => {
    const { attached } = rolePolicies(local, new Set(['b']), place);
    expect([...attached.keys()]).toEqual(['b']);
  });

  it('that are managed are known by their ARN too, since they may be a boundary', () => {
    const { managed } = rolePolicies(local, new Set(), place);
    expect([...managed.keys()]).toEqual(['arn:aws:iam::000000000000:policy/edge']);
  });
});

it('policies of resources are found by the ARN of what they guard, several of one together', () => {
  const PolicyDocument = document('*');
  const local = resolvedStacks({
    ...place,
    stacks: [
      stackOf({
        OfBucket: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'in', PolicyDocument } },
        OfQueues: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [`${place.endpoint}/000000000000/one`, `${place.endpoint}/000000000000/two`],
            PolicyDocument,
          },
        },
        OfOne: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: { Queues: [`${place.endpoint}/000000000000/one`], PolicyDocument },
        },
        OfTopic: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: { Topics: ['arn:aws:sns:us-east-1:000000000000:told'], PolicyDocument },
        },
        OfFunction: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'asked', Principal: 'events.amazonaws.com' },
        },
      }),
    ],
  });
  const found = [...resourcePolicies(local, place)].map(([arn, policies]) => [arn, named(policies)]);
  expect(Object.fromEntries(found)).toEqual({
    'arn:aws:s3:::in': ['stack/OfBucket'],
    'arn:aws:sqs:us-east-1:000000000000:one': ['stack/OfQueues', 'stack/OfOne'],
    'arn:aws:sqs:us-east-1:000000000000:two': ['stack/OfQueues'],
    'arn:aws:sns:us-east-1:000000000000:told': ['stack/OfTopic'],
    'arn:aws:lambda:us-east-1:000000000000:function:asked': ['stack/OfFunction'],
  });
});

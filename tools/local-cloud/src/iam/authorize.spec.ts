import { join } from 'node:path';
import { loadAssembly, type Stack } from '../template/load-assembly';
import { makePlan } from '../template/plan';
import type { Plan, PlannedStreamMapping } from '../template/planned';
import { createAuthorizer, principalOfFunction } from './authorize';
import { checkGrants } from './check-grants';

const clock = { now: () => Date.UTC(2026, 0, 1) };
const stacks: readonly Stack[] = loadAssembly(join(__dirname, '../region/fixtures/mini'));
const plan = makePlan({
  stacks,
  partition: 'aws',
  region: 'us-east-1',
  account: '000000000000',
  endpoint: 'http://127.0.0.1:4600',
});
const { authorize } = createAuthorizer({ plan, clock });
const counter = principalOfFunction(plan.functions[0]!);
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/mini-table';

describe('authorize', () => {
  it('allows a function what its role allows', () => {
    expect(() => authorize(counter, 'dynamodb:PutItem', table, {})).not.toThrow();
    expect(() => authorize(counter, 's3:GetObject', 'arn:aws:s3:::mini-bucket/incoming/a.txt', {})).not.toThrow();
  });

  it('denies the rest in AWS’s words', () => {
    expect(() => authorize(counter, 'dynamodb:DeleteItem', table, {})).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/mini-role/mini-counter is not authorized to perform: ' +
        `dynamodb:DeleteItem on resource: ${table} because no identity-based policy allows the dynamodb:DeleteItem action`,
    );
  });

  it('says so when a policy denies it explicitly', () => {
    const document = { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] };
    const resourcePolicies = new Map([['arn:aws:s3:::mini-bucket', [{ name: 'closed', document }]]]);
    const closed = createAuthorizer({ plan: { ...plan, resourcePolicies }, clock });
    expect(() => closed.authorize(counter, 's3:GetObject', 'arn:aws:s3:::mini-bucket/incoming/a.txt', {})).toThrow(
      /is not authorized to perform: s3:GetObject on resource: \S+ with an explicit deny in a resource-based policy$/,
    );
  });

  it('takes loopback traffic for encrypted', () => {
    expect(() =>
      authorize(counter, 'sqs:ReceiveMessage', 'arn:aws:sqs:us-east-1:000000000000:mini-queue', {}),
    ).not.toThrow();
  });

  it('refuses an operator nothing', () => {
    expect(() => authorize({ kind: 'operator' }, 'dynamodb:DeleteItem', table, {})).not.toThrow();
  });
});

describe('check grants', () => {
  const check = (changed: Partial<Plan>) => {
    const tried = { ...plan, ...changed };
    return () => checkGrants(tried, createAuthorizer({ plan: tried, clock }));
  };

  it('passes a template that AWS would take', () => {
    expect(check({})).not.toThrow();
  });

  it('stops a mapping whose role may not poll', () => {
    const roles = plan.roles.map((role) => ({ ...role, policies: [] }));
    expect(check({ roles })).toThrow(
      "The mapping of mini-counter can't poll its queue. User: arn:aws:sts::000000000000:assumed-role/mini-role/mini-counter " +
        'is not authorized to perform: sqs:ReceiveMessage',
    );
  });

  describe('of a stream', () => {
    const [bucket, queue] = ['arn:aws:s3:::mini-bucket', 'arn:aws:sqs:us-east-1:000000000000:mini-dlq'];
    const streamArn = plan.tables[0]?.streamArn ?? '';
    const statements = [
      ['dynamodb:ListStreams', '*'],
      ['dynamodb:DescribeStream', streamArn],
      ['dynamodb:GetRecords', streamArn],
      ['dynamodb:GetShardIterator', streamArn],
      ['s3:PutObject', `${bucket}/aws/lambda/*`],
      ['s3:ListBucket', bucket],
      ['sqs:SendMessage', queue],
    ] as const;
    const checkStream = (onFailureArn: string, without?: string) => {
      const Statement = statements
        .filter(([Action]) => Action !== without)
        .map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource }));
      const stream = { name: 'stream', document: { Statement } };
      const mapping = { id: 'm', streamArn, functionName: 'mini-counter', onFailureArn } as PlannedStreamMapping;
      const roles = plan.roles.map((role) => ({ ...role, policies: [...role.policies, stream] }));
      return check({ roles, streamMappings: [mapping] });
    };

    it.each([bucket, queue])('passes a role that may poll, and may write to %s', (place) => {
      expect(checkStream(place)).not.toThrow();
    });

    it.each(statements.map(([action]) => action))('stops a role without %s', (action) => {
      expect(checkStream(action === 'sqs:SendMessage' ? queue : bucket, action)).toThrow(
        new RegExp(`The mapping of mini-counter can't (poll its stream|keep discarded records)[^]*perform: ${action}`),
      );
    });
  });

  it('stops a role that Lambda may not take', () => {
    const roles = plan.roles.map((role) => ({ ...role, trust: { name: 'trust', document: { Statement: [] } } }));
    expect(check({ roles })).toThrow('Lambda may not take the role mini-role: trust must allow lambda.amazonaws.com.');
  });

  it('stops a bucket that may not send to its queue', () => {
    expect(check({ resourcePolicies: new Map() })).toThrow(
      'S3 may not send the notifications of mini-bucket to arn:aws:sqs:us-east-1:000000000000:mini-queue',
    );
  });

  it('stops a function whose role is in no template', () => {
    expect(check({ roles: [] })).toThrow(
      'The role arn:aws:iam::000000000000:role/mini-role of the function mini-counter is in no template.',
    );
  });
});

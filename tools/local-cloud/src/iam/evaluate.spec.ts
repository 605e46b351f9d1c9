import fc from 'fast-check';
import type { JsonObject } from '../template/load-assembly';
import { type Call, type Caller, evaluate, type Policies } from './evaluate';
import { readPolicy } from './policy';

const roleArn = 'arn:aws:iam::000000000000:role/reader';
const role: Caller = {
  kind: 'role',
  roleArn,
  sessionArn: 'arn:aws:sts::000000000000:assumed-role/reader/f',
  account: '000000000000',
};
const object = 'arn:aws:s3:::bucket/incoming/a.csv';

const policy = (...statements: JsonObject[]) => readPolicy({ name: 'p', document: { Statement: statements } });
const allow = (Action: string | string[], Resource: string, more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource: string, more: JsonObject = {}): JsonObject => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});

interface Circumstances {
  readonly caller?: Caller;
  readonly action?: string;
  readonly context?: Call['context'];
}

const decide = (
  policies: Partial<Policies>,
  { caller = role, action = 's3:GetObject', context = {} }: Circumstances = {},
) => evaluate({ caller, action, resource: object, context }, { identity: [], resource: [], ...policies });

describe('evaluate', () => {
  describe('policies of the role', () => {
    it('allow what they name', () => {
      expect(decide({ identity: [policy(allow(['s3:GetObject'], 'arn:aws:s3:::bucket/incoming/*'))] })).toEqual({
        allowed: true,
      });
    });

    it.each([
      ['another action', allow('s3:PutObject', object)],
      ['another resource', allow('s3:GetObject', 'arn:aws:s3:::bucket/adopted/*')],
      [
        'a condition that does not hold',
        allow('s3:GetObject', object, { Condition: { StringLike: { 's3:prefix': 'x' } } }),
      ],
      ['NotAction that names it', { Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
      ['NotResource that names it', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::bucket/*' }],
    ])('do not allow by %s', (_, statement) => {
      expect(decide({ identity: [policy(statement)] })).toEqual({
        allowed: false,
        explicit: false,
        by: 'identity-based policy',
      });
    });

    it('name actions in any case', () => {
      expect(decide({ identity: [policy(allow('S3:getobject', '*'))] }).allowed).toBe(true);
    });
  });

  describe('an explicit deny', () => {
    const allowed = [policy(allow('*', '*'))];

    it.each<[string, Partial<Policies>]>([
      ['identity-based policy', { identity: [...allowed, policy(deny('s3:*', '*'))] }],
      ['resource-based policy', { identity: allowed, resource: [policy(deny('s3:*', '*', { Principal: '*' }))] }],
      ['permissions boundary', { identity: allowed, boundary: policy(allow('*', '*'), deny('s3:*', '*')) }],
    ])('in a %s wins', (by, policies) => {
      expect(decide(policies)).toEqual({ allowed: false, explicit: true, by });
    });

    it('wins wherever it stands', () => {
      const statements = fc.array(
        fc.constantFrom(allow('*', '*'), allow('s3:*', object), deny('s3:Get*', '*'), deny('sqs:*', '*')),
      );
      fc.assert(
        fc.property(statements, (list) => {
          const denies = list.some(({ Action }) => Action === 's3:Get*');
          const allows = list.some(({ Effect }) => Effect === 'Allow');
          return decide({ identity: [policy(...list)] }).allowed === (allows && !denies);
        }),
      );
    });
  });

  describe('the boundary', () => {
    it('must allow as well', () => {
      const identity = [policy(allow('*', '*'))];
      expect(decide({ identity, boundary: policy(allow('sqs:*', '*')) })).toEqual({
        allowed: false,
        explicit: false,
        by: 'permissions boundary',
      });
      expect(decide({ identity, boundary: policy(allow('s3:*', '*')) })).toEqual({ allowed: true });
    });

    it('allows nothing by itself', () => {
      expect(decide({ boundary: policy(allow('*', '*')) }).allowed).toBe(false);
    });
  });

  describe('policies of the resource', () => {
    it.each([
      ['the role', { AWS: roleArn }, true],
      ['everybody', '*', true],
      ['the account, which leaves it to its roles', { AWS: 'arn:aws:iam::000000000000:root' }, false],
      ['another role', { AWS: 'arn:aws:iam::000000000000:role/other' }, false],
      ['a service', { Service: 's3.amazonaws.com' }, false],
    ])('that allow %s', (_, Principal, allowed) => {
      expect(decide({ resource: [policy(allow('s3:*', '*', { Principal }))] }).allowed).toBe(allowed);
    });

    it('deny the whole account by its id', () => {
      const identity = [policy(allow('*', '*'))];
      const resource = [policy(deny('s3:*', '*', { Principal: { AWS: '000000000000' } }))];
      expect(decide({ identity, resource }).allowed).toBe(false);
    });

    it('narrow the account by the name of a role', () => {
      const resource = [
        policy(
          allow('s3:*', '*', {
            Principal: '*',
            Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/read*' } },
          }),
        ),
      ];
      expect(decide({ resource }, { context: { 'aws:principalarn': roleArn } }).allowed).toBe(true);
      expect(decide({ resource }, { context: { 'aws:principalarn': `${roleArn.slice(0, -6)}writer` } }).allowed).toBe(
        false,
      );
    });

    it('let a service in for the source that they name', () => {
      const caller: Caller = { kind: 'service', service: 's3.amazonaws.com' };
      const Condition = { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::bucket' } };
      const resource = [policy(allow('s3:*', '*', { Principal: { Service: 's3.amazonaws.com' }, Condition }))];
      expect(decide({ resource }, { caller, context: { 'aws:sourcearn': 'arn:aws:s3:::bucket' } }).allowed).toBe(true);
      expect(decide({ resource }, { caller, context: { 'aws:sourcearn': 'arn:aws:s3:::other' } }).allowed).toBe(false);
      expect(decide({}, { caller }).allowed).toBe(false);
    });
  });
});

describe('read a policy', () => {
  it.each<[string, JsonObject, string]>([
    [
      'an operator',
      allow('*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      'the condition operator IpAddress is not known.',
    ],
    [
      'a policy variable',
      allow('*', 'arn:aws:s3:::bucket/${aws:username}/*'),
      'the policy variable in "arn:aws:s3:::bucket/${aws:username}/*" is not emulated.',
    ],
    ['an element', allow('*', '*', { Effekt: 'x' }), 'the element Effekt is not known.'],
    ['an effect', { Effect: 'Perhaps', Action: '*' }, 'the effect "Perhaps" is neither Allow nor Deny.'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'a statement has no Action.'],
  ])('stops at %s that it can’t evaluate', (_, statement, message) => {
    expect(() => policy(statement)).toThrow(`The policy p can't be evaluated: ${message}`);
  });

  it('takes a single statement without a list', () => {
    expect(readPolicy({ name: 'p', document: { Statement: allow('*', '*') } }).statements).toHaveLength(1);
  });
});

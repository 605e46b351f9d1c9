import { CannotRun } from '../template/cannot-run';
import type { JsonObject } from '../template/load-assembly';
import { readPolicy } from './policy';

const read = (...Statement: readonly JsonObject[]) => readPolicy({ name: 'path/Policy', document: { Statement } });
const ALLOW: JsonObject = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };

describe('a policy', () => {
  it('is read with its actions in small letters, whether one or many', () => {
    expect(read(ALLOW, { ...ALLOW, Effect: 'Deny', Action: ['s3:PutObject', 'SQS:*'] })).toEqual({
      name: 'path/Policy',
      statements: [
        {
          effect: 'Allow',
          actions: { not: false, patterns: ['s3:getobject'] },
          resources: { not: false, patterns: ['arn:aws:s3:::b/*'] },
          conditions: [],
        },
        {
          effect: 'Deny',
          actions: { not: false, patterns: ['s3:putobject', 'sqs:*'] },
          resources: { not: false, patterns: ['arn:aws:s3:::b/*'] },
          conditions: [],
        },
      ],
    });
  });

  it('may have one statement that stands for itself, or none', () => {
    expect(readPolicy({ name: 'p', document: { Statement: ALLOW } }).statements).toHaveLength(1);
    expect(readPolicy({ name: 'p', document: {} }).statements).toEqual([]);
  });

  it('may say what it does not mean', () => {
    const [statement] = read({
      Effect: 'Deny',
      NotAction: 's3:GetObject',
      NotResource: 'r',
      NotPrincipal: { AWS: 'arn' },
    }).statements;
    expect(statement).toMatchObject({
      actions: { not: true, patterns: ['s3:getobject'] },
      resources: { not: true, patterns: ['r'] },
      principals: { not: true, aws: ['arn'], services: [] },
    });
  });

  it('of a resource names its principals; one for identities that never call here matches nobody', () => {
    const principalsOf = (Principal: JsonObject | string) => read({ ...ALLOW, Principal }).statements[0]?.principals;
    expect(principalsOf('*')).toEqual({ not: false, aws: ['*'], services: [] });
    expect(principalsOf({ AWS: ['a', 'b'], Service: 's3.amazonaws.com' })).toEqual({
      not: false,
      aws: ['a', 'b'],
      services: ['s3.amazonaws.com'],
    });
    expect(principalsOf({ Federated: 'issuer' })).toEqual({ not: false, aws: [], services: [] });
  });

  it('has its conditions one by one, their keys in small letters', () => {
    const Condition = { StringEquals: { 'aws:SourceAccount': '1', 's3:prefix': ['a', 'b'] }, Bool: { 'aws:X': true } };
    expect(read({ ...ALLOW, Condition }).statements[0]?.conditions).toEqual([
      { operator: 'StringEquals', key: 'aws:sourceaccount', values: ['1'] },
      { operator: 'StringEquals', key: 's3:prefix', values: ['a', 'b'] },
      { operator: 'Bool', key: 'aws:x', values: ['true'] },
    ]);
  });

  it.each<readonly [string, JsonObject, string]>([
    ['an element', { ...ALLOW, Principle: '*' }, 'the element Principle is not known.'],
    ['an effect', { ...ALLOW, Effect: 'allow' }, 'the effect "allow" is neither Allow nor Deny.'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'a statement has no Action.'],
    ['an operator', { ...ALLOW, Condition: { StringSounds: { a: 'b' } } }, 'operator StringSounds is not known.'],
    ['a variable', { ...ALLOW, Resource: 'b/${aws:username}/*' }, 'variable in "b/${aws:username}/*" is not emulated.'],
    [
      'a variable of a condition',
      { ...ALLOW, Condition: { StringEquals: { a: '${aws:username}' } } },
      'variable in "${aws:username}" is not emulated.',
    ],
  ])('with %s that nobody here evaluates stops the boot', (_, statement, why) => {
    expect(() => read(statement)).toThrow(CannotRun);
    expect(() => read(statement)).toThrow(why);
    expect(() => read(statement)).toThrow("The policy path/Policy can't be evaluated");
  });
});

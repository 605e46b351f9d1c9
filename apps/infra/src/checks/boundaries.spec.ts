import { boundaryBreaches } from './boundaries';

const statement = (Action: string | readonly string[], Resource: unknown = 'arn') => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const role = (granted: object, boundary?: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Policies: [{ PolicyDocument: { Statement: [granted] } }],
    ...(boundary === undefined ? {} : { PermissionsBoundary: { Ref: boundary } }),
  },
});
const boundary = (...bounded: readonly object[]) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: { Statement: bounded } },
});
const read = statement('s3:GetObject');

describe('boundaryBreaches', () => {
  it('wants a boundary on every role', () => {
    expect(boundaryBreaches({ Resources: { Role: role(read) } })).toEqual([
      'Role has no permission boundary: give it one of its region.',
    ]);
  });

  it('wants it neither wider nor narrower than what is granted', () => {
    expect(boundaryBreaches({ Resources: { Role: role(read, 'Boundary'), Boundary: boundary(read) } })).toEqual([]);
    const other = { Role: role(read, 'Boundary'), Boundary: boundary(statement('s3:PutObject')) };
    expect(boundaryBreaches({ Resources: other })).toEqual([
      'Boundary.PolicyDocument allows what no role is granted: take it from the boundary.',
      'Role.PolicyDocument is not in the boundary, so it has no effect: include it.',
    ]);
  });

  it('takes grants of several roles that were put together', () => {
    const Resources = {
      One: role(statement('s3:GetObject', 'one'), 'Boundary'),
      Other: role(statement('s3:GetObject', 'other'), 'Boundary'),
      Boundary: boundary(statement('s3:GetObject', ['one', 'other'])),
    };
    expect(boundaryBreaches({ Resources })).toEqual([]);
  });

  it('does not count what the roles of another boundary are granted', () => {
    const Resources = {
      One: role(read, 'Narrow'),
      Other: role(statement('s3:PutObject'), 'Wide'),
      Narrow: boundary(read, statement('s3:PutObject')),
      Wide: boundary(statement('s3:PutObject')),
    };
    expect(boundaryBreaches({ Resources })).toEqual([
      'Narrow.PolicyDocument allows what no role is granted: take it from the boundary.',
    ]);
  });

  it('wants it no longer than IAM takes', () => {
    const long = statement(Array.from({ length: 600 }, (_, index) => `s3:Get${index}`));
    expect(boundaryBreaches({ Resources: { Role: role(long, 'Boundary'), Boundary: boundary(long) } })).toEqual([
      expect.stringMatching(/^Boundary has about \d{4} characters and IAM takes 6144: give some roles another one\.$/),
    ]);
  });
});

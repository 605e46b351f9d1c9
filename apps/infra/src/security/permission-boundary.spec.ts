import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { environments } from '../config/environments';
import { regionNames } from '../config/region-names';
import { PermissionBoundary } from './permission-boundary';

describe('the permission boundary', () => {
  it('holds what each role is granted, and names no statement twice, which IAM refuses', () => {
    const stack = new Stack(new App(), 'Test', { env: { region: 'us-east-1' } });
    const boundary = new PermissionBoundary(stack, 'Boundary', regionNames(environments.prod, 'us-east-1'));
    const logs = (group: string) =>
      new PolicyStatement({ sid: 'WriteLogs', actions: ['logs:PutLogEvents'], resources: [group] });
    const [one, other] = [
      logs('arn:aws:logs:us-east-1:123456789012:log-group:one'),
      logs('arn:aws:logs:us-east-1:123456789012:log-group:other'),
    ];
    boundary.include([one]);
    boundary.include([other]);
    const statement = { Effect: 'Allow', Action: 'logs:PutLogEvents' };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          { Sid: 'WriteLogs', ...statement, Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:one' },
          { ...statement, Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:other' },
        ],
      },
    });
    expect(other.sid).toBe('WriteLogs');
  });
});

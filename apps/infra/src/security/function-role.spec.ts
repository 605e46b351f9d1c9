import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionRole } from './function-role';
import { PermissionBoundary } from './permission-boundary';

describe('the role of a function', () => {
  const stack = new Stack(new App(), 'Test', { env: { region: 'us-east-1' } });
  const boundary = new PermissionBoundary(stack, 'Boundary', { permissionBoundary: 'serverless-boundary-prod' });
  const statement = (effect: Effect) =>
    new PolicyStatement({ effect, actions: ['ec2:DescribeSubnets'], resources: ['*'] });
  new FunctionRole(stack, 'Role', {
    roleName: 'serverless-one-role-prod',
    policyName: 'serverless-one-policy-prod',
    description: 'One',
    grants: [statement(Effect.ALLOW)],
    refusals: [statement(Effect.DENY)],
    boundary,
  });
  const template = Template.fromStack(stack);

  it('is taken by Lambda for this account, has its one policy, and stands under the boundary', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'lambda.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
      Policies: [{ PolicyName: 'serverless-one-policy-prod' }],
      PermissionsBoundary: stack.resolve(boundary.managedPolicyArn),
    });
  });

  it('has its refusals to itself: in the boundary they would refuse all others too', () => {
    const effects = (statements: readonly { readonly Effect: string }[]) => statements.map(({ Effect: one }) => one);
    const [role] = Object.values(template.findResources('AWS::IAM::Role'));
    expect(effects(role?.['Properties'].Policies[0].PolicyDocument.Statement)).toEqual(['Allow', 'Deny']);
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(effects(policy?.['Properties'].PolicyDocument.Statement)).toEqual(['Allow']);
  });
});

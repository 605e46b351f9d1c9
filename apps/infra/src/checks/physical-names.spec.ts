import { nameBreaches } from './physical-names';

const template = (Type: string, Properties: Record<string, unknown>) => ({
  Resources: { Thing: { Type, Properties } },
});

describe('nameBreaches', () => {
  it('accepts serverless-<resource>-<environment>', () => {
    expect(nameBreaches(template('AWS::SQS::Queue', { QueueName: 'serverless-ingest-queue-prod' }), 'prod')).toEqual(
      [],
    );
  });

  it.each([
    'serverless-prod',
    'ingest-queue-prod',
    'serverless-ingest-queue',
    'serverless-ingest-queue-staging',
    'serverless-Ingest-prod',
  ])('refuses %s', (QueueName) => {
    expect(nameBreaches(template('AWS::SQS::Queue', { QueueName }), 'prod')).toEqual([
      `Thing.QueueName is "${QueueName}": name it serverless-<resource>-prod.`,
    ]);
  });

  it('refuses a resource that takes a name and has none', () => {
    expect(nameBreaches(template('AWS::Lambda::Function', {}), 'prod')).toEqual([
      'Thing.FunctionName is absent: name it serverless-<resource>-prod.',
    ]);
  });

  it('refuses a name that only the deployment would know', () => {
    expect(nameBreaches(template('AWS::S3::Bucket', { BucketName: { Ref: 'AWS::StackName' } }), 'prod')).toEqual([
      'Thing.BucketName is {"Ref":"AWS::StackName"}: name it serverless-<resource>-prod.',
    ]);
  });

  it('finds a name that lies deeper', () => {
    expect(nameBreaches(template('AWS::Budgets::Budget', { Budget: { BudgetName: 'all' } }), 'prod')).toEqual([
      'Thing.Budget.BudgetName is "all": name it serverless-<resource>-prod.',
    ]);
  });

  it('looks at the names of inline policies', () => {
    const role = { RoleName: 'serverless-role-prod', Policies: [{ PolicyName: 'DefaultPolicy' }] };
    expect(nameBreaches(template('AWS::IAM::Role', role), 'prod')).toEqual([
      'Thing.PolicyName is "DefaultPolicy": name it serverless-<resource>-prod.',
    ]);
  });

  it('refuses a type that it does not know', () => {
    expect(nameBreaches(template('Custom::S3BucketNotifications', {}), 'prod')).toEqual([
      'Thing is a Custom::S3BucketNotifications: say in physical-names.ts which property names it, if any.',
    ]);
  });
});

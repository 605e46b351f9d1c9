import { principalBreaches, serviceGrantBreaches, wildcardBreaches } from './grants';

const queuePolicy = (statement: Record<string, unknown>) => ({
  Resources: {
    Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Statement: [statement] } } },
  },
});
const service = {
  Effect: 'Allow',
  Principal: { Service: 's3.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: 'arn',
};
const account = { StringEquals: { 'aws:SourceAccount': '1' } };

describe('serviceGrantBreaches', () => {
  it('wants source account and source ARN', () => {
    expect(serviceGrantBreaches(queuePolicy(service))).toEqual([
      'Policy.PolicyDocument grants s3.amazonaws.com without aws:SourceAccount: add the condition.',
      'Policy.PolicyDocument grants s3.amazonaws.com without aws:SourceArn: add the condition.',
    ]);
    expect(serviceGrantBreaches(queuePolicy({ ...service, Condition: account }))).toHaveLength(1);
    expect(
      serviceGrantBreaches(queuePolicy({ ...service, Condition: { ...account, ArnLike: { 'aws:SourceArn': 'arn' } } })),
    ).toEqual([]);
  });

  it('wants no ARN of a service that sends none', () => {
    const lambda = { ...service, Principal: { Service: 'lambda.amazonaws.com' }, Condition: account };
    expect(serviceGrantBreaches(queuePolicy(lambda))).toEqual([]);
  });

  it('wants no account of a service that sends none', () => {
    const trail = { ...service, Principal: { Service: 'cloudtrail.amazonaws.com' } };
    expect(serviceGrantBreaches(queuePolicy(trail))).toHaveLength(1);
    const Condition = { StringEquals: { 'aws:SourceArn': 'arn' } };
    expect(serviceGrantBreaches(queuePolicy({ ...trail, Condition }))).toEqual([]);
  });

  it('asks nothing of a refusal', () => {
    expect(serviceGrantBreaches(queuePolicy({ ...service, Effect: 'Deny' }))).toEqual([]);
  });
});

describe('wildcardBreaches', () => {
  it('finds wild actions and wild resources', () => {
    expect(wildcardBreaches(queuePolicy({ ...service, Sid: 'Send', Action: ['sqs:*'], Resource: '*' }))).toEqual([
      'Policy.PolicyDocument (Send) allows sqs:*: name the actions.',
      'Policy.PolicyDocument (Send) allows sqs:* on *: name the resources.',
    ]);
  });
});

describe('principalBreaches', () => {
  it.each([
    ['*', '"*"'],
    [{ AWS: '*' }, '{"AWS":"*"}'],
    [{ AWS: 'arn:aws:iam::1:role/other' }, '{"AWS":"arn:aws:iam::1:role/other"}'],
  ])('refuses %j', (Principal, text) => {
    expect(principalBreaches(queuePolicy({ ...service, Principal }))).toEqual([
      `Policy.PolicyDocument names ${text}: name the account, and narrow it by aws:PrincipalArn.`,
    ]);
  });
});

describe('principalBreaches of an endpoint', () => {
  const endpoint = (Condition: Record<string, unknown>) => ({
    Resources: {
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Condition }],
          },
        },
      },
    },
  });

  it('lets everybody through who is of the account', () => {
    expect(principalBreaches(endpoint({ StringEquals: { 'aws:PrincipalAccount': '1' } }))).toEqual([]);
    expect(principalBreaches(endpoint({}))).toHaveLength(1);
  });
});

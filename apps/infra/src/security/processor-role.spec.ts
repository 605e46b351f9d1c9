import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

const networkInterfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const bucketArn = { 'Fn::GetAtt': ['IngestionBucket917A3A3A', 'Arn'] };
const under = (keys: string) => ({ 'Fn::Join': ['', [bucketArn, `/${keys}`]] });

describe.each([
  ['us-east-1', primary.template, ''],
  ['us-west-2', standby.template, '-us-west-2'],
])('the role of the processor in %s', (region, template, regionPart) => {
  const roles = Object.values(
    template.findResources('AWS::IAM::Role', {
      Properties: { RoleName: `serverless-data-processor-role${regionPart}-prod` },
    }),
  );
  const role = roles[0]!['Properties'];

  it('has one policy, its own', () => {
    expect(role.ManagedPolicyArns).toBeUndefined();
    expect(role.Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName)).toEqual([
      `serverless-data-processor-policy${regionPart}-prod`,
    ]);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('may do exactly this, and to exactly these', () => {
    expect(role.Policies[0].PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadFiles',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:GetObjectVersion'],
          Resource: [under('adopted/*'), under('incoming/*')],
        },
        {
          Sid: 'TellMissingFromForbidden',
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: bucketArn,
          Condition: { StringLike: { 's3:prefix': ['incoming/*', 'adopted/*'] } },
        },
        {
          Sid: 'WriteItems',
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          Resource: {
            'Fn::Join': [
              '',
              [`arn:aws:dynamodb:${region}:`, { Ref: 'AWS::AccountId' }, ':table/serverless-processed-data-prod'],
            ],
          },
        },
        {
          Sid: 'WorkOffQueue',
          Effect: 'Allow',
          Action: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
            'sqs:SendMessage',
          ],
          Resource: { 'Fn::GetAtt': ['IngestQueue95F6DB49', 'Arn'] },
        },
        {
          Sid: 'GiveUp',
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': ['IngestDeadLetters1228E37E', 'Arn'] },
        },
        {
          Sid: 'ReadKeys',
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: {
            'Fn::Join': [
              '',
              [
                `arn:aws:secretsmanager:${region}:`,
                { Ref: 'AWS::AccountId' },
                ':secret:serverless-pipeline-secrets-prod-??????',
              ],
            ],
          },
        },
        {
          Sid: 'WriteLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: { 'Fn::GetAtt': ['ProcessorLogAA9FCC01', 'Arn'] },
        },
        { Sid: 'JoinNetwork', Effect: 'Allow', Action: networkInterfaces, Resource: '*' },
        {
          Sid: 'CodeLeavesNetworkAlone',
          Effect: 'Deny',
          Action: networkInterfaces,
          Resource: '*',
          Condition: {
            ArnEquals: {
              'lambda:SourceFunctionArn': ['', ':*'].map((version) => ({
                'Fn::Join': [
                  '',
                  [
                    `arn:aws:lambda:${region}:`,
                    { Ref: 'AWS::AccountId' },
                    `:function:serverless-data-processor-prod${version}`,
                  ],
                ],
              })),
            },
          },
        },
      ],
    });
  });

  it('is taken by Lambda only, and for this account only', () => {
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });
});

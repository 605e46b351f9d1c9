import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

const ofType = ({ resources }: SynthesisedStack, type: string) =>
  Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties = {} }) => Properties);
const nameTag = ({ Tags }: Readonly<Record<string, unknown>>) =>
  (Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'Name')?.Value;

describe.each([
  { stack: primary, cidr: '10.64.0.0/22', subnets: ['10.64.0.0/24', '10.64.1.0/24'] },
  { stack: standby, cidr: '10.64.4.0/22', subnets: ['10.64.4.0/24', '10.64.5.0/24'] },
])('the network of $stack.region', ({ stack, cidr, subnets }) => {
  it('has a subnet in each of two zones, which are left to the deployment', () => {
    expect(ofType(stack, 'AWS::EC2::VPC')).toMatchObject([{ CidrBlock: cidr, EnableDnsSupport: true }]);
    expect(ofType(stack, 'AWS::EC2::Subnet')).toMatchObject(
      subnets.map((CidrBlock, index) => ({
        CidrBlock,
        AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
        MapPublicIpOnLaunch: false,
      })),
    );
  });

  it('has no way to the internet', () => {
    const types = Object.values(stack.resources).map(({ Type }) => Type);
    expect(types.filter((type) => /EC2::.*Gateway|EC2::Route$|::EIP/.test(type))).toEqual([]);
  });

  it('has names that people see, where there is nothing but a tag for them', () => {
    const tagged = ['VPC', 'Subnet', 'RouteTable'].flatMap((type) => ofType(stack, `AWS::EC2::${type}`).map(nameTag));
    expect(tagged).toEqual([
      'serverless-network-prod',
      'serverless-network-1-prod',
      'serverless-network-2-prod',
      'serverless-network-1-prod',
      'serverless-network-2-prod',
    ]);
  });

  it('logs every connection, for a year', () => {
    const [flowLog] = ofType(stack, 'AWS::EC2::FlowLog');
    expect(flowLog).toMatchObject({
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 'cloud-watch-logs',
      LogGroupName: { Ref: 'NetworkFlowLogsLog44C00743' },
      DeliverLogsPermissionArn: { 'Fn::GetAtt': ['NetworkFlowLogsRoleBD754996', 'Arn'] },
    });
    stack.template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'serverless-flow-logs-prod',
      RetentionInDays: 365,
    });
  });

  it('has flow logs that write to their own group only, for this account', () => {
    const role = stack.resources['NetworkFlowLogsRoleBD754996']?.Properties as {
      Policies: { PolicyDocument: { Statement: unknown } }[];
      AssumeRolePolicyDocument: { Statement: unknown };
    };
    expect(role.Policies.map(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
      [
        {
          Sid: 'WriteFlowLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: { 'Fn::GetAtt': ['NetworkFlowLogsLog44C00743', 'Arn'] },
        },
      ],
    ]);
    expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': ['', [`arn:aws:ec2:${stack.region}:`, { Ref: 'AWS::AccountId' }, ':vpc-flow-log/*']],
            },
          },
        },
      },
    ]);
  });
});

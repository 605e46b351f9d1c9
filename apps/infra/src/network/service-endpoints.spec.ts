import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

interface Endpoint {
  readonly ServiceName: string | { 'Fn::Join': [string, unknown[]] };
  readonly VpcEndpointType: string;
  readonly PrivateDnsEnabled?: boolean;
  readonly SubnetIds?: unknown[];
  readonly RouteTableIds?: unknown[];
  readonly SecurityGroupIds?: unknown[];
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: unknown;
      readonly Resource: unknown;
      readonly Condition: unknown;
    }[];
  };
}

const endpointsOf = ({ template }: SynthesisedStack): Readonly<Record<string, Endpoint>> =>
  Object.fromEntries(
    Object.values(template.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) => {
      const name = JSON.stringify(Properties.ServiceName);
      return [/\.([a-z0-9]+)"/.exec(name)?.[1] ?? name, Properties as Endpoint];
    }),
  );
const policy = ({ PolicyDocument }: Endpoint) =>
  PolicyDocument.Statement.map(({ Action, Resource }) => [Action, JSON.stringify(Resource)]);

describe.each([
  { stack: primary, bucket: 'serverless-data-ingestion-prod', trail: 'serverless-audit-trail-prod' },
  {
    stack: standby,
    bucket: 'serverless-data-ingestion-us-west-2-prod',
    trail: 'serverless-audit-trail-us-west-2-prod',
  },
])('the endpoints of $stack.region', ({ stack, bucket, trail }) => {
  const endpoints = endpointsOf(stack);

  it('lead to exactly the services that the code calls', () => {
    expect(Object.entries(endpoints).map(([service, { VpcEndpointType }]) => [service, VpcEndpointType])).toEqual([
      ['s3', 'Gateway'],
      ['dynamodb', 'Gateway'],
      ['sqs', 'Interface'],
      ['secretsmanager', 'Interface'],
    ]);
  });

  it('are in each zone', () => {
    for (const { VpcEndpointType, SubnetIds, RouteTableIds, PrivateDnsEnabled } of Object.values(endpoints)) {
      expect(VpcEndpointType === 'Gateway' ? RouteTableIds : SubnetIds).toHaveLength(2);
      if (VpcEndpointType === 'Interface') expect(PrivateDnsEnabled).toBe(true);
    }
  });

  it('let this account through, to the pipeline and no further', () => {
    const account = { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } };
    for (const { PolicyDocument } of Object.values(endpoints)) {
      expect(PolicyDocument.Statement.map(({ Condition }) => Condition)).toEqual(
        PolicyDocument.Statement.map(() => account),
      );
    }
    const arn = (service: string, resource: string) =>
      JSON.stringify({
        'Fn::Join': ['', [`arn:aws:${service}:${stack.region}:`, { Ref: 'AWS::AccountId' }, `:${resource}`]],
      });
    expect(Object.values(endpoints).map(policy)).toEqual([
      [
        [
          ['s3:GetObject', 's3:GetObjectVersion'],
          JSON.stringify([`arn:aws:s3:::${bucket}/adopted/*`, `arn:aws:s3:::${bucket}/incoming/*`]),
        ],
        [['s3:AbortMultipartUpload', 's3:PutObject'], JSON.stringify(`arn:aws:s3:::${bucket}/incoming/*`)],
        ['s3:ListBucket', JSON.stringify([`arn:aws:s3:::${trail}`, `arn:aws:s3:::${bucket}`])],
        ['s3:GetObject', JSON.stringify(`arn:aws:s3:::${trail}/digests/*`)],
        ['s3:PutObject', JSON.stringify([`arn:aws:s3:::${trail}/digests/*`, `arn:aws:s3:::${trail}/entries/*`])],
      ],
      [
        [
          ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
          arn('dynamodb', 'table/serverless-processed-data-prod'),
        ],
        ['dynamodb:Query', arn('dynamodb', 'table/serverless-processed-data-prod/index/processing-status-index')],
      ],
      [
        [
          ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
          arn('sqs', 'serverless-ingest-queue-prod'),
        ],
        ['sqs:SendMessage', arn('sqs', 'serverless-ingest-dlq-prod')],
      ],
      [['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:serverless-pipeline-secrets-prod-??????')]],
    ]);
  });

  it('take TLS from the network, and nothing else', () => {
    expect(endpoints['sqs']?.SecurityGroupIds).toEqual([
      { 'Fn::GetAtt': ['NetworkEndpointsSecurityGroup188E4053', 'GroupId'] },
    ]);
    expect(stack.resources['NetworkEndpointsSecurityGroup188E4053']?.Properties).toMatchObject({
      GroupName: 'serverless-endpoints-prod',
      SecurityGroupIngress: [
        {
          CidrIp: { 'Fn::GetAtt': ['NetworkVpc7FB7348F', 'CidrBlock'] },
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
        },
      ],
    });
  });
});

it('lead to X-Ray too, if there are traces', () => {
  const { xray } = endpointsOf(synthesise({ tracing: 'true' }).primary);
  expect(xray?.VpcEndpointType).toBe('Interface');
  expect(xray && policy(xray)).toEqual([[['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '"*"']]);
});

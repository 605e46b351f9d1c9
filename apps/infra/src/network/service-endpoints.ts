import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  type IVpc,
  type VpcEndpoint,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DIGESTS_PREFIX, ENTRIES_PREFIX } from '@pipeline/audit-trail';
import { ADOPTED_PREFIX, INCOMING_PREFIX, type PipelineNames, STATUS_INDEX } from '@pipeline/runtime-contract';
import { acknowledge } from '../security/acknowledge';

export interface ServiceEndpointsProps {
  readonly vpc: IVpc;
  readonly names: PipelineNames;
  /** Whether functions send traces to X-Ray. */
  readonly tracing: boolean;
}

/** What an endpoint lets through. */
type Passage = readonly [actions: readonly string[], resources: readonly string[]];

/**
 * The services that functions call from within the network. Metrics and logs need none: they leave through the runtime.
 * An endpoint lets through what the pipeline does and nothing else, so that stolen credentials of another account can't
 * carry data out through it.
 */
export class ServiceEndpoints extends Construct {
  /** Of the interface endpoints: takes TLS from the network. */
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { vpc, names, tracing }: ServiceEndpointsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const bucket = `arn:${stack.partition}:s3:::${names.ingestionBucket}`;
    const trail = `arn:${stack.partition}:s3:::${names.auditBucket}`;
    const table = stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: names.processedTable });
    const queue = (resource: string) => stack.formatArn({ service: 'sqs', resource });
    const secret = stack.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${names.pipelineSecret}-??????`,
    });

    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      securityGroupName: names.endpointsSecurityGroup,
      description: 'Interface endpoints: TLS from the network',
      allowAllOutbound: false,
    });
    this.securityGroup.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(443), 'TLS from the network');
    acknowledge(
      this.securityGroup,
      'The rules cannot read an address block that only the deployment knows: it is the network itself, and port 443 alone.',
      'AwsSolutions-EC23',
      'EC2RestrictedCommonPorts',
      'EC2RestrictedSSH',
    );

    const gateway = (name: string, service: GatewayVpcEndpointAwsService, ...passages: readonly Passage[]) =>
      this.restrict(vpc.addGatewayEndpoint(name, { service }), passages);
    const byInterface = (name: string, service: InterfaceVpcEndpointAwsService, ...passages: readonly Passage[]) =>
      this.restrict(vpc.addInterfaceEndpoint(name, { service, securityGroups: [this.securityGroup] }), passages);

    gateway(
      'S3',
      GatewayVpcEndpointAwsService.S3,
      [
        ['s3:GetObject', 's3:GetObjectVersion'],
        [`${bucket}/${ADOPTED_PREFIX}*`, `${bucket}/${INCOMING_PREFIX}*`],
      ],
      [['s3:AbortMultipartUpload', 's3:PutObject'], [`${bucket}/${INCOMING_PREFIX}*`]],
      [['s3:ListBucket'], [bucket, trail]],
      [['s3:GetObject'], [`${trail}/${DIGESTS_PREFIX}*`]],
      [['s3:PutObject'], [`${trail}/${DIGESTS_PREFIX}*`, `${trail}/${ENTRIES_PREFIX}*`]],
    );
    gateway(
      'DynamoDb',
      GatewayVpcEndpointAwsService.DYNAMODB,
      [
        ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        [table],
      ],
      [['dynamodb:Query'], [`${table}/index/${STATUS_INDEX}`]],
    );
    byInterface(
      'Sqs',
      InterfaceVpcEndpointAwsService.SQS,
      [['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:SendMessage'], [queue(names.ingestQueue)]],
      [['sqs:SendMessage'], [queue(names.deadLetterQueue)]],
    );
    byInterface('SecretsManager', InterfaceVpcEndpointAwsService.SECRETS_MANAGER, [
      ['secretsmanager:GetSecretValue'],
      [secret],
    ]);
    if (tracing) {
      // X-Ray knows no resources.
      byInterface('XRay', InterfaceVpcEndpointAwsService.XRAY, [
        ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
        ['*'],
      ]);
    }
  }

  /** Anybody of this account: the policy of a gateway endpoint takes no other principal (VPC User Guide, "Endpoint policies"). */
  private restrict(endpoint: VpcEndpoint, passages: readonly Passage[]): void {
    for (const [actions, resources] of passages) {
      endpoint.addToPolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: [...actions],
          resources: [...resources],
          conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
        }),
      );
    }
  }
}

import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { INCOMING_PREFIX, type PipelineNames, STATUS_INDEX, UPLOAD_PREFIX } from '@pipeline/runtime-contract';
import { acknowledge } from '../security/acknowledge';
import { FunctionRole } from '../security/function-role';
import { codeLeavesNetworkAlone, joinNetwork, sendTraces, writeLogs } from '../security/function-grants';
import type { PermissionBoundary } from '../security/permission-boundary';

export interface GatewayRoleProps {
  readonly names: PipelineNames;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly queueArn: string;
  readonly logGroupArn: string;
  readonly functionArn: string;
  readonly tracing: boolean;
  readonly boundary: PermissionBoundary;
}

const permissions = (props: GatewayRoleProps) => [
  new PolicyStatement({
    // What a signed URL may do is what its signer may do: to write, and nothing but incoming files.
    sid: 'TakeUploads',
    actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
    resources: [`${props.bucketArn}/${INCOMING_PREFIX}*`],
  }),
  new PolicyStatement({
    // Whether the bucket answers, and whether a key is there: without the right to read what lies under it.
    sid: 'SeeIncoming',
    actions: ['s3:ListBucket'],
    resources: [props.bucketArn],
    conditions: { StringLike: { 's3:prefix': [`${INCOMING_PREFIX}*`] } },
  }),
  new PolicyStatement({
    sid: 'ReadItems',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    resources: [props.tableArn],
  }),
  new PolicyStatement({
    sid: 'FindByStatus',
    actions: ['dynamodb:Query'],
    resources: [`${props.tableArn}/index/${STATUS_INDEX}`],
  }),
  new PolicyStatement({
    sid: 'WriteTickets',
    actions: ['dynamodb:PutItem'],
    resources: [props.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${UPLOAD_PREFIX}*`] } },
  }),
  new PolicyStatement({ sid: 'AskQueue', actions: ['sqs:GetQueueAttributes'], resources: [props.queueArn] }),
  writeLogs(props.logGroupArn),
  joinNetwork(),
  ...(props.tracing ? [sendTraces()] : []),
];

/** All that the gateway may do, and so all that its signed URLs may. */
export class GatewayRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: GatewayRoleProps) {
    super(scope, id, {
      roleName: props.names.gatewayRole,
      policyName: props.names.gatewayPolicy,
      description: 'Takes uploads and says what became of files',
      grants: permissions(props),
      refusals: [codeLeavesNetworkAlone(props.functionArn)],
      boundary: props.boundary,
    });
    acknowledge(
      this,
      'Every key under the prefix of incoming files, and no other.',
      'AwsSolutions-IAM5[Resource::<IngestionBucket917A3A3A.Arn>/incoming/*]',
    );
    acknowledge(
      this,
      'EC2 knows no narrower resource for a network interface, and the code is refused what Lambda needs.',
      'AwsSolutions-IAM5[Resource::*]',
    );
  }
}

import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ADOPTED_PREFIX, INCOMING_PREFIX, type PipelineNames } from '@pipeline/runtime-contract';
import { acknowledge } from './acknowledge';
import { FunctionRole } from './function-role';
import { codeLeavesNetworkAlone, joinNetwork, sendTraces } from './function-grants';
import type { PermissionBoundary } from './permission-boundary';

export interface ProcessorRoleProps {
  readonly names: PipelineNames;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly queueArn: string;
  readonly deadLetterQueueArn: string;
  readonly logGroupArn: string;
  readonly secretArn: string;
  readonly functionArn: string;
  readonly tracing: boolean;
  readonly boundary: PermissionBoundary;
}

const READABLE = [`${INCOMING_PREFIX}*`, `${ADOPTED_PREFIX}*`];

const permissions = (props: ProcessorRoleProps) => [
  new PolicyStatement({
    sid: 'ReadFiles',
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: READABLE.map((keys) => `${props.bucketArn}/${keys}`),
  }),
  new PolicyStatement({
    // Without it S3 answers 403 for an object that is gone, which the processor would take for a fault of the role.
    sid: 'TellMissingFromForbidden',
    actions: ['s3:ListBucket'],
    resources: [props.bucketArn],
    conditions: { StringLike: { 's3:prefix': READABLE } },
  }),
  new PolicyStatement({
    sid: 'WriteItems',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resources: [props.tableArn],
  }),
  new PolicyStatement({
    // Lambda receives and deletes in the role's name; the processor sets visibility and sends slices.
    sid: 'WorkOffQueue',
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ],
    resources: [props.queueArn],
  }),
  new PolicyStatement({ sid: 'GiveUp', actions: ['sqs:SendMessage'], resources: [props.deadLetterQueueArn] }),
  new PolicyStatement({ sid: 'ReadKeys', actions: ['secretsmanager:GetSecretValue'], resources: [props.secretArn] }),
  new PolicyStatement({
    sid: 'WriteLogs',
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [props.logGroupArn],
  }),
  joinNetwork(),
  ...(props.tracing ? [sendTraces()] : []),
];

/** All that the processor may do. A policy of AWS's own would grant more, so there is none. */
export class ProcessorRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: ProcessorRoleProps) {
    super(scope, id, {
      roleName: props.names.processorRole,
      policyName: props.names.processorPolicy,
      description: 'Reads incoming files, writes their items, works off the ingest queue',
      grants: permissions(props),
      refusals: [codeLeavesNetworkAlone(props.functionArn)],
      boundary: props.boundary,
    });
    for (const holder of [this, props.boundary]) {
      acknowledge(
        holder,
        'Every key under the two prefixes that hold files, and no other.',
        'AwsSolutions-IAM5[Resource::<IngestionBucket917A3A3A.Arn>/adopted/*]',
        'AwsSolutions-IAM5[Resource::<IngestionBucket917A3A3A.Arn>/incoming/*]',
      );
      acknowledge(
        holder,
        'EC2 knows no narrower resource for a network interface, and the code is refused what Lambda needs.',
        'AwsSolutions-IAM5[Resource::*]',
      );
    }
  }
}

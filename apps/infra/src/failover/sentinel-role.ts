import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { HEARTBEAT_PREFIX, INCOMING_PREFIX, type PipelineNames, STATUS_INDEX } from '@pipeline/runtime-contract';
import { writeLogs } from '../security/function-grants';
import { FunctionRole } from '../security/function-role';
import type { PermissionBoundary } from '../security/permission-boundary';

export interface SentinelRoleProps {
  readonly names: PipelineNames;
  readonly otherNames: PipelineNames;
  readonly otherRegion: string;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly queueArn: string;
  readonly mappingArn: string;
  readonly topicArn: string;
  /** Of the key that the topic is encrypted under. */
  readonly topicKeyArn: string;
  readonly logGroupArn: string;
  readonly boundary: PermissionBoundary;
}

/** Only items whose partition key is one of these; a call that names no key is refused. */
const keys = (...patterns: string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

const permissions = (scope: Construct, props: SentinelRoleProps) => {
  const { otherNames, otherRegion } = props;
  const { account, partition } = Stack.of(scope);
  const there = (service: string, resource: string) =>
    `arn:${partition}:${service}:${otherRegion}:${account}:${resource}`;
  const otherBucket = `arn:${partition}:s3:::${otherNames.ingestionBucket}`;
  return [
    new PolicyStatement({
      sid: 'Beat',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [props.tableArn, there('dynamodb', `table/${otherNames.processedTable}`)],
      conditions: keys(`${HEARTBEAT_PREFIX}*`),
    }),
    new PolicyStatement({
      sid: 'ReadReceipts',
      actions: ['dynamodb:GetItem'],
      resources: [props.tableArn],
      conditions: keys('file#*', 'upload#*'),
    }),
    new PolicyStatement({
      sid: 'EndStalled',
      actions: ['dynamodb:UpdateItem'],
      resources: [props.tableArn],
      conditions: keys('file#*'),
    }),
    new PolicyStatement({
      sid: 'FindUnfinished',
      actions: ['dynamodb:Query'],
      resources: [`${props.tableArn}/index/${STATUS_INDEX}`],
    }),
    new PolicyStatement({
      sid: 'ProbeBuckets',
      actions: ['s3:ListBucket'],
      resources: [props.bucketArn, otherBucket],
      conditions: { StringLike: { 's3:prefix': [`${INCOMING_PREFIX}*`] } },
    }),
    new PolicyStatement({
      sid: 'Reconcile',
      actions: ['s3:ListBucketVersions'],
      resources: [props.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${INCOMING_PREFIX}*`] } },
    }),
    new PolicyStatement({
      sid: 'ProbeQueues',
      actions: ['sqs:GetQueueAttributes'],
      resources: [props.queueArn, there('sqs', otherNames.ingestQueue)],
    }),
    new PolicyStatement({ sid: 'AnnounceFiles', actions: ['sqs:SendMessage'], resources: [props.queueArn] }),
    new PolicyStatement({
      sid: 'HoldBack',
      actions: [
        'lambda:GetEventSourceMapping',
        'lambda:ListTags',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateEventSourceMapping',
      ],
      resources: [props.mappingArn],
    }),
    new PolicyStatement({
      sid: 'TakeOver',
      actions: ['sts:AssumeRole'],
      resources: [`arn:${partition}:iam::${account}:role/${otherNames.failoverRole}`],
    }),
    new PolicyStatement({ sid: 'TellPeople', actions: ['sns:Publish'], resources: [props.topicArn] }),
    new PolicyStatement({
      sid: 'EncryptForPeople',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [props.topicKeyArn],
    }),
    writeLogs(props.logGroupArn),
  ];
};

/** All that the sentinel may do: look at both regions, hold the processor back, and take one role. */
export class SentinelRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: SentinelRoleProps) {
    super(scope, id, {
      roleName: props.names.sentinelRole,
      policyName: props.names.sentinelPolicy,
      description: 'Watches both regions, holds the processor back, takes over what a lost region leaves',
      grants: permissions(scope, props),
      boundary: props.boundary,
    });
  }
}

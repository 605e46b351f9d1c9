import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DIGESTS_PREFIX, ENTRIES_PREFIX } from '@pipeline/audit-trail';
import type { PipelineNames } from '@pipeline/runtime-contract';
import { acknowledge } from './acknowledge';
import { FunctionRole } from './function-role';
import { codeLeavesNetworkAlone, joinNetwork, sendTraces, writeLogs } from './function-grants';
import type { PermissionBoundary } from './permission-boundary';

export interface AuditorRoleProps {
  readonly names: PipelineNames;
  readonly auditBucketArn: string;
  readonly failureBucketArn: string;
  readonly tableArn: string;
  readonly logGroupArn: string;
  readonly functionArn: string;
  readonly tracing: boolean;
  readonly boundary: PermissionBoundary;
}

const TRAIL = [`${DIGESTS_PREFIX}*`, `${ENTRIES_PREFIX}*`];

const permissions = (props: AuditorRoleProps) => [
  new PolicyStatement({
    // Lambda reads the stream in the role's name.
    sid: 'ReadStream',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    // Of any birth: the boundary, which has this too, must be there before the function that finds the label.
    resources: [`${props.tableArn}/stream/*`],
  }),
  new PolicyStatement({ sid: 'FindStream', actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  new PolicyStatement({
    sid: 'WriteTrail',
    actions: ['s3:PutObject'],
    resources: TRAIL.map((keys) => `${props.auditBucketArn}/${keys}`),
  }),
  new PolicyStatement({
    // A digest names the objects of its hour and the hash of the digest before.
    sid: 'ReadDigests',
    actions: ['s3:GetObject'],
    resources: [`${props.auditBucketArn}/${DIGESTS_PREFIX}*`],
  }),
  new PolicyStatement({
    sid: 'ListTrail',
    actions: ['s3:ListBucket'],
    resources: [props.auditBucketArn],
    conditions: { StringLike: { 's3:prefix': TRAIL } },
  }),
  new PolicyStatement({
    // Lambda keeps in the role's name what the function gave up.
    sid: 'KeepFailures',
    actions: ['s3:PutObject'],
    resources: [`${props.failureBucketArn}/*`],
  }),
  new PolicyStatement({ sid: 'FindFailures', actions: ['s3:ListBucket'], resources: [props.failureBucketArn] }),
  new PolicyStatement({ sid: 'Repair', actions: ['dynamodb:PutItem'], resources: [props.tableArn] }),
  writeLogs(props.logGroupArn),
  joinNetwork(),
  ...(props.tracing ? [sendTraces()] : []),
];

/** All that the stream-auditor may do: it reads changes, adds to the trail, and puts back what was overwritten. */
export class AuditorRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: AuditorRoleProps) {
    super(scope, id, {
      roleName: props.names.auditorRole,
      policyName: props.names.auditorPolicy,
      description: "Reads the table's stream, writes the audit trail, repairs lower revisions",
      grants: permissions(props),
      refusals: [codeLeavesNetworkAlone(props.functionArn)],
      boundary: props.boundary,
    });
    const { region, account } = { region: Stack.of(this).region, account: '<AWS::AccountId>' };
    for (const holder of [this, props.boundary]) {
      acknowledge(
        holder,
        'Every key under the two prefixes of the trail, every failure, and the stream of one table, whose label its birth gives it.',
        'AwsSolutions-IAM5[Resource::<AuditingBucketE3A6A9C8.Arn>/digests/*]',
        'AwsSolutions-IAM5[Resource::<AuditingBucketE3A6A9C8.Arn>/entries/*]',
        'AwsSolutions-IAM5[Resource::<AuditingFailureBucket8610C453.Arn>/*]',
        `AwsSolutions-IAM5[Resource::arn:aws:dynamodb:${region}:${account}:table/${props.names.processedTable}/stream/*]`,
      );
    }
    acknowledge(
      this,
      'EC2 knows no narrower resource for a network interface, nor DynamoDB for a list of streams; the code is refused what Lambda needs.',
      'AwsSolutions-IAM5[Resource::*]',
    );
  }
}

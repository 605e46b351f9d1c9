import { Duration, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, CompositePrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ADOPTED_PREFIX, INCOMING_PREFIX, type PipelineNames } from '@pipeline/runtime-contract';
import { acknowledge } from '../security/acknowledge';
import type { PermissionBoundary } from '../security/permission-boundary';

export interface FailoverRoleProps {
  readonly names: PipelineNames;
  /** The names of the other region, whose sentinel takes the role when this region is lost. */
  readonly otherNames: PipelineNames;
  /** The ingestion bucket of this region. */
  readonly bucketArn: string;
  readonly boundary: PermissionBoundary;
}

/** An operator signs in with a second factor this long before taking the role, at most. */
const MFA_SECONDS = 3_600;

/** Copies: looks for files that nobody completed, reads them here, puts them where the other region adopts them. */
const permissions = (bucketArn: string, adopted: string) => [
  new PolicyStatement({
    sid: 'FindFiles',
    actions: ['s3:ListBucket', 's3:ListBucketVersions'],
    resources: [bucketArn],
    conditions: { StringLike: { 's3:prefix': [`${INCOMING_PREFIX}*`] } },
  }),
  new PolicyStatement({
    sid: 'ReadFiles',
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [`${bucketArn}/${INCOMING_PREFIX}*`],
  }),
  new PolicyStatement({ sid: 'HandOver', actions: ['s3:PutObject'], resources: [adopted] }),
];

/**
 * By which the other region takes over the files of this one when it is lost. IAM answers in every region, so the role
 * can be taken while its region is down. The account is the principal, since a role of the other stack may not exist yet.
 */
export class FailoverRole extends Role {
  constructor(scope: Construct, id: string, { names, otherNames, bucketArn, boundary }: FailoverRoleProps) {
    const { account, partition } = Stack.of(scope);
    const adopted = `arn:${partition}:s3:::${otherNames.ingestionBucket}/${ADOPTED_PREFIX}*`;
    const statements = permissions(bucketArn, adopted);
    super(scope, id, {
      roleName: names.failoverRole,
      description: 'Copies files of this region that nobody completed to the other region',
      assumedBy: new CompositePrincipal(
        new AccountRootPrincipal().withConditions({
          ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${otherNames.sentinelRole}` },
        }),
        new AccountRootPrincipal().withConditions({
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThan: { 'aws:MultiFactorAuthAge': MFA_SECONDS },
        }),
      ),
      inlinePolicies: { [names.failoverPolicy]: new PolicyDocument({ statements }) },
      maxSessionDuration: Duration.hours(1),
      permissionsBoundary: boundary,
    });
    boundary.include(statements);
    acknowledge(
      this,
      'An inline policy is part of its role and of no other: nobody can attach it elsewhere.',
      'IAMNoInlinePolicy',
    );
    for (const holder of [this, boundary]) {
      acknowledge(
        holder,
        'Every key under the prefix that is read or written, and no other.',
        `AwsSolutions-IAM5[Resource::arn:aws:s3:::${otherNames.ingestionBucket}/${ADOPTED_PREFIX}*]`,
        `AwsSolutions-IAM5[Resource::<IngestionBucket917A3A3A.Arn>/${INCOMING_PREFIX}*]`,
      );
    }
  }
}

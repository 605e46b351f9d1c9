import { Duration, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Bucket, type IBucket, ObjectLockRetention, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import { PrivateBucket } from '../storage/private-bucket';

export interface AuditBucketProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly accessLogs: Bucket;
}

const lockOf = ({ auditing, protect }: PipelineConfig) => {
  const retention = Duration.days(auditing.lockDays);
  const lock = { governance: ObjectLockRetention.governance, compliance: ObjectLockRetention.compliance };
  return protect ? { objectLockDefaultRetention: lock[auditing.lockMode](retention) } : {};
};

/** The region's audit trail: entries and digests, each written once, by the stream-auditor alone. Nothing in it expires. */
export class AuditBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { names, config, accessLogs }: AuditBucketProps) {
    super(scope, id, {
      bucketName: names.auditBucket,
      // The lock is a property of a bucket's birth; how long it holds is said once the first deployment has succeeded.
      objectLockEnabled: true,
      ...lockOf(config),
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: `${names.auditBucket}/`,
      lifecycleRules: [
        {
          id: 'archive',
          transitions: [
            {
              storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(config.auditing.archiveDays),
            },
          ],
          abortIncompleteMultipartUploadAfter: Duration.days(config.storage.abortMultipartUploadDays),
        },
      ],
    });
    this.letTheAuditorWriteAlone(names);
    acknowledge(
      this,
      'SSE-S3, as for files: reading is granted to one role, and a lost key would be a lost trail.',
      'S3DefaultEncryptionKMS',
      's3_bucket_default_encryption_kms_check',
    );
    acknowledge(
      this,
      "The other region's auditor sees every change too and keeps a trail of its own; nothing is to happen when an object arrives.",
      'S3BucketReplicationEnabled',
      's3_event_notifications_enabled_check',
    );
  }

  /** Whoever else could write here could invent a past. Digests would tell, but only later. */
  private letTheAuditorWriteAlone({ auditorRole }: PipelineNames): void {
    const { account, partition } = Stack.of(this);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElseWrites',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${auditorRole}` } },
      }),
    );
  }
}

import { Duration } from 'aws-cdk-lib';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import { PrivateBucket } from '../storage/private-bucket';

export interface AuditFailureBucketProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly accessLogs: Bucket;
}

/**
 * Where Lambda puts changes that the stream-auditor gave up, whole: a queue or a topic would only get their sequence
 * numbers, and the stream forgets them after a day.
 */
export class AuditFailureBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { names, config, accessLogs }: AuditFailureBucketProps) {
    super(scope, id, {
      bucketName: names.auditFailureBucket,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: `${names.auditFailureBucket}/`,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(config.auditing.failureDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(config.storage.abortMultipartUploadDays),
        },
      ],
    });
    acknowledge(
      this,
      'SSE-S3, as for the trail that its content is missing from.',
      'S3DefaultEncryptionKMS',
      's3_bucket_default_encryption_kms_check',
    );
    acknowledge(
      this,
      'The other region audits the same changes; the metric of the mapping, not the bucket, raises the alarm.',
      'S3BucketReplicationEnabled',
      's3_event_notifications_enabled_check',
    );
    acknowledge(this, 'What was repaired may go; the trail itself has a lock.', 's3_bucket_object_lock_enabled_check');
  }
}

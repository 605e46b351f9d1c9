import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { StorageConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import { PrivateBucket } from './private-bucket';

export interface AccessLogBucketProps {
  readonly names: PipelineNames;
  readonly config: StorageConfig;
}

/**
 * Where S3 writes who asked the other buckets for what. It is logged nowhere itself, which would be a loop, and has no
 * object lock, under which S3 delivers no access logs.
 */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { names, config }: AccessLogBucketProps) {
    super(scope, id, {
      bucketName: names.accessLogBucket,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(config.accessLogDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(config.abortMultipartUploadDays),
        },
      ],
    });
    acknowledge(
      this,
      'S3 delivers access logs to no bucket that KMS encrypts by default, or that has a lock.',
      'S3DefaultEncryptionKMS',
      's3_bucket_default_encryption_kms_check',
      's3_bucket_object_lock_enabled_check',
    );
    acknowledge(this, 'Its own log would be a loop.', 's3_bucket_logging_enabled_check');
    acknowledge(
      this,
      'Logs of a region are of use where its buckets are; nothing is to happen when one arrives.',
      'S3BucketReplicationEnabled',
      's3_event_notifications_enabled_check',
    );
  }
}

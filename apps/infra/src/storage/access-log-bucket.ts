import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { StorageConfig } from '../config/pipeline-config';

export interface AccessLogBucketProps {
  readonly names: PipelineNames;
  readonly config: StorageConfig;
}

/**
 * Where S3 writes who asked the other buckets for what. It is logged nowhere itself, which would be a loop, and has no
 * object lock, under which S3 delivers no access logs.
 */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, { names, config }: AccessLogBucketProps) {
    super(scope, id, {
      bucketName: names.accessLogBucket,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(config.accessLogDays),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(config.abortMultipartUploadDays),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}

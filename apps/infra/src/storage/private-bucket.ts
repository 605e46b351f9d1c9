import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What a bucket may still decide by itself. */
export type PrivateBucketProps = Pick<
  BucketProps,
  | 'bucketName'
  | 'lifecycleRules'
  | 'objectLockDefaultRetention'
  | 'objectLockEnabled'
  | 'serverAccessLogsBucket'
  | 'serverAccessLogsPrefix'
  | 'transferAcceleration'
>;

/** What every bucket of the pipeline is: versioned, encrypted, of its owner alone, over TLS 1.2 only, and outliving its stack. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      ...props,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // A bucket that is kept keeps its rule of transport.
    this.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}

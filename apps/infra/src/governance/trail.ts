import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, type IBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import { refuseGrants } from '../security/grants-of-keys';
import { PrivateBucket } from '../storage/private-bucket';

export interface TrailProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly region: string;
  /** Takes the access log of the trail's bucket. */
  readonly accessLogs: Bucket;
  /** Whose objects' reads and writes are recorded, by name; never the trail's own bucket, which would be a loop. */
  readonly buckets: readonly string[];
}

/**
 * Who called what in this region's APIs, and who read or wrote which file. A trail for each region alone, with a bucket
 * of its own there, so that the loss of one takes nothing from the other.
 */
export class Trail extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { names, config, region, accessLogs, buckets }: TrailProps) {
    super(scope, id);
    const { partition } = Stack.of(this);
    // By name: bucket and key let the trail in before there is one.
    const trailArn = Stack.of(this).formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: names.trail });

    this.bucket = trailBucket(this, names, config, accessLogs);
    const cloudTrail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const forThisTrail = { 'aws:SourceArn': trailArn };
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailLooks',
        principals: [cloudTrail],
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucket.bucketArn],
        conditions: { StringEquals: forThisTrail },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailWrites',
        principals: [cloudTrail],
        actions: ['s3:PutObject'],
        resources: [`${this.bucket.bucketArn}/AWSLogs/${Stack.of(this).account}/*`],
        conditions: { StringEquals: { ...forThisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
    );

    const key = new Key(this, 'Key', {
      description: `Encrypts the files of ${names.trail}`,
      enableKeyRotation: true,
      // The files outlive the stack, and can't be read without it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'AccountAdministers',
            principals: [new AccountRootPrincipal()],
            actions: ['kms:*'],
            resources: ['*'],
          }),
          refuseGrants(),
          new PolicyStatement({
            sid: 'TrailEncrypts',
            principals: [cloudTrail],
            actions: ['kms:DescribeKey', 'kms:GenerateDataKey'],
            resources: ['*'],
            conditions: { StringEquals: forThisTrail },
          }),
        ],
      }),
    });

    const trail = new CfnTrail(this, 'Trail', {
      trailName: names.trail,
      s3BucketName: this.bucket.bucketName,
      kmsKeyId: key.keyArn,
      isLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      // IAM and other global services report to us-east-1; recorded once.
      includeGlobalServiceEvents: region === config.primaryRegion,
      advancedEventSelectors: [
        { name: 'Calls', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] },
        {
          name: 'Files',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/`) },
          ],
        },
      ],
    });
    acknowledge(
      trail,
      'Read in the bucket, hash by hash; a second copy in CloudWatch Logs bills every call again and raises no alarm here.',
      'CloudTrailCloudWatchLogsEnabled',
      'cloud_trail_cloud_watch_logs_enabled_check',
    );
    // CloudTrail tries the bucket when the trail is made.
    if (this.bucket.policy) trail.node.addDependency(this.bucket.policy);
  }
}

function trailBucket(scope: Construct, names: PipelineNames, config: PipelineConfig, accessLogs: Bucket): Bucket {
  const retention = Duration.days(config.governance.trailRetentionDays);
  const bucket = new PrivateBucket(scope, 'Bucket', {
    bucketName: names.trailBucket,
    // The lock is a property of a bucket's birth; how long it holds is said once the first deployment has succeeded.
    objectLockEnabled: true,
    ...(config.protect ? { objectLockDefaultRetention: ObjectLockRetention.governance(retention) } : {}),
    serverAccessLogsBucket: accessLogs as IBucket,
    serverAccessLogsPrefix: `${names.trailBucket}/`,
    lifecycleRules: [
      {
        id: 'expire',
        expiration: retention,
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(config.storage.abortMultipartUploadDays),
      },
    ],
  });
  acknowledge(
    bucket,
    'CloudTrail encrypts each of its files under the key of the trail.',
    'S3DefaultEncryptionKMS',
    's3_bucket_default_encryption_kms_check',
  );
  acknowledge(
    bucket,
    'The other region has a trail of its own; nothing is to happen when a file arrives.',
    'S3BucketReplicationEnabled',
    's3_event_notifications_enabled_check',
  );
  return bucket;
}

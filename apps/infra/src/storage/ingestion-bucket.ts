import { Duration, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Bucket, type CfnBucket, type IBucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ADOPTED_PREFIX, type PipelineNames } from '@pipeline/runtime-contract';
import type { NotificationRule } from '../config/notification-rules';
import type { StorageConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import { PrivateBucket } from './private-bucket';

export interface IngestionBucketProps {
  readonly names: PipelineNames;
  /** The names of the other region, whose failover role may put files here for this region to adopt. */
  readonly otherNames: PipelineNames;
  readonly config: StorageConfig;
  readonly accessLogs: Bucket;
  readonly rules: readonly NotificationRule[];
  /** Hears of every object that a rule matches. */
  readonly queue: Queue;
}

/** Where producers drop their files. It keeps every version and outlives its stack. */
export class IngestionBucket extends PrivateBucket {
  constructor(
    scope: Construct,
    id: string,
    { names, otherNames, config, accessLogs, rules, queue }: IngestionBucketProps,
  ) {
    super(scope, id, {
      bucketName: names.ingestionBucket,
      transferAcceleration: config.transferAcceleration,
      // The library declares `isWebsite` of the class wider than that of the interface.
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: `${names.ingestionBucket}/`,
      lifecycleRules: [
        {
          id: 'abort-incomplete-uploads',
          abortIncompleteMultipartUploadAfter: Duration.days(config.abortMultipartUploadDays),
        },
        {
          id: 'archive',
          transitions: [
            {
              storageClass: StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(config.infrequentAccessDays),
            },
            {
              storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(config.archiveDays),
            },
          ],
        },
        {
          id: 'expire-replaced-versions',
          noncurrentVersionExpiration: Duration.days(config.noncurrentExpiryDays),
          // What is left of an object whose versions have all expired.
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    this.letFilesBeAdopted(otherNames);

    acknowledge(
      this,
      'SSE-S3, as required: producers need no key, and reading is granted to one role by prefix.',
      'S3DefaultEncryptionKMS',
      's3_bucket_default_encryption_kms_check',
    );
    acknowledge(
      this,
      'Items are replicated, files are not: the standby takes over those that nobody has processed, and producers keep theirs.',
      'S3BucketReplicationEnabled',
    );
    acknowledge(
      this,
      'Producers may replace and withdraw a file; versions keep it, and the audit trail has a lock.',
      's3_bucket_object_lock_enabled_check',
    );

    // Natively: `addEventNotification` would bring a helper function, without a name, that writes this at deployment.
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: rules.map(({ prefix, suffix }) => ({
        event: 's3:ObjectCreated:*',
        queue: queue.queueArn,
        filter: {
          s3Key: {
            rules: [
              { name: 'prefix', value: prefix },
              { name: 'suffix', value: suffix },
            ],
          },
        },
      })),
    };
    // S3 tries the queue when it is configured, so the queue's policy must be there before the bucket.
    this.node.addDependency(queue);
  }

  /** The processor takes what lies there for a file of the other region: nobody else may put anything there. */
  private letFilesBeAdopted({ failoverRole }: PipelineNames): void {
    const { account, partition } = Stack.of(this);
    const role = { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${failoverRole}` };
    const adopted = { actions: ['s3:PutObject'], resources: [this.arnForObjects(`${ADOPTED_PREFIX}*`)] };
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OtherRegionHandsOver',
        ...adopted,
        principals: [new AccountRootPrincipal()],
        conditions: { ArnEquals: role },
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElseHandsOver',
        effect: Effect.DENY,
        ...adopted,
        principals: [new AnyPrincipal()],
        conditions: { ArnNotEquals: role },
      }),
    );
  }
}

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { IngestionConfig } from '../config/pipeline-config';

export interface IngestQueuesProps {
  readonly names: PipelineNames;
  readonly config: IngestionConfig;
}

/**
 * What is to be read: the queue between bucket and processor, and the one of what could not be.
 * Both outlive their stack: the bucket does too, and a message is the only trace of a file that nobody has read yet.
 */
export class IngestQueues extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { names, config }: IngestQueuesProps) {
    super(scope, id);
    const { account, partition } = Stack.of(this);
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: names.ingestQueue });

    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: names.deadLetterQueue,
      // S3 can't send to a queue under the AWS-managed key of SQS, so SQS keeps the keys of both.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(config.deadLetterRetentionDays),
      // By name: the queues refer to each other, which by attribute is a cycle.
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', queueArn)],
      },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });

    this.queue = new Queue(this, 'Queue', {
      queueName: names.ingestQueue,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(config.visibilityTimeoutSeconds),
      retentionPeriod: Duration.days(config.retentionDays),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: config.maxReceiveCount },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BucketAnnouncesObjects',
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: {
          // By name: the bucket waits for this policy.
          ArnEquals: { 'aws:SourceArn': `arn:${partition}:s3:::${names.ingestionBucket}` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      }),
    );
  }
}

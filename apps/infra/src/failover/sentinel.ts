import { Duration, Stack } from 'aws-cdk-lib';
import { Architecture, Code, type EventSourceMapping, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { encodeEnvironment, type PipelineNames, sentinelEnvironment } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { functionLog } from '../functions/function-log';
import type { IngestQueues } from '../ingestion/ingest-queues';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { NotificationTopic } from '../monitoring/notification-topic';
import { acknowledge } from '../security/acknowledge';
import type { PermissionBoundary } from '../security/permission-boundary';
import { SentinelRole } from './sentinel-role';
import { SentinelSchedules } from './sentinel-schedules';
import { sentinelVariables } from './sentinel-variables';

export interface SentinelProps {
  readonly names: PipelineNames;
  readonly otherNames: PipelineNames;
  readonly config: PipelineConfig;
  readonly region: string;
  readonly otherRegion: string;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly queues: IngestQueues;
  /** What feeds the processor. */
  readonly mapping: EventSourceMapping;
  readonly notifications: NotificationTopic;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** Ends before the next tick begins. */
const TIMEOUT_SECONDS = 55;

export const watchedSentinel = (names: PipelineNames): MonitoredFunction => ({
  subject: 'sentinel',
  functionName: names.sentinelFunction,
  timeoutSeconds: TIMEOUT_SECONDS,
  onDataPath: false,
});

/**
 * The function that watches both regions. It is outside of the network, which has no way to the other region, and which
 * is among what it watches.
 */
export class Sentinel extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, props: SentinelProps) {
    super(scope, id);
    const { names, otherNames, otherRegion, queues, mapping, notifications } = props;
    const { processing } = props.config;
    const { account, partition, urlSuffix } = Stack.of(this);
    const logGroup = functionLog(this, {
      logGroupName: names.sentinelLogGroup,
      retentionDays: processing.logRetentionDays,
      holds: 'no value of a row',
    });
    const role = new SentinelRole(this, 'Role', {
      ...props,
      queueArn: queues.queue.queueArn,
      mappingArn: mapping.eventSourceMappingArn,
      topicArn: notifications.topic.topicArn,
      topicKeyArn: notifications.key.keyArn,
      logGroupArn: logGroup.logGroupArn,
    });
    const variables = sentinelVariables({
      ...props,
      queueUrl: queues.queue.queueUrl,
      otherQueueUrl: `https://sqs.${otherRegion}.${urlSuffix}/${account}/${otherNames.ingestQueue}`,
      mapping: { id: mapping.eventSourceMappingId, arn: mapping.eventSourceMappingArn },
      failoverRoleArn: `arn:${partition}:iam::${account}:role/${otherNames.failoverRole}`,
      topicArn: notifications.topic.topicArn,
    });
    this.function = new Function(this, 'Function', {
      functionName: names.sentinelFunction,
      description: 'Probes both regions, holds the processor back, takes over the files of a lost region',
      runtime: new Runtime(processing.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      // Enough for the SDK and a page of a listing; it waits more than it works.
      memorySize: 256,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: encodeEnvironment(sentinelEnvironment, variables),
      role,
      logGroup,
    });
    new SentinelSchedules(this, 'Schedules', { names, sentinel: this.function });
    acknowledge(
      this.function,
      'It watches the other region, to which the network has no way, and no data passes it.',
      'LambdaInsideVPC',
      'lambda_inside_vpc_check',
    );
    acknowledge(
      this.function,
      'It runs once a minute: a tick that failed is followed by another, and an alarm tells when none comes.',
      'LambdaConcurrency',
      'LambdaDLQ',
    );
  }
}

import { Duration } from 'aws-cdk-lib';
import {
  type CfnEventSourceMapping,
  EventSourceMapping,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { auditorEnvironment, encodeEnvironment, HEARTBEAT_PREFIX } from '@pipeline/runtime-contract';
import { NetworkedFunction, type OwnArns } from '../functions/networked-function';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { Network } from '../network/network';
import { AuditorRole } from '../security/auditor-role';
import type { PermissionBoundary } from '../security/permission-boundary';
import type { AuditBucket } from './audit-bucket';
import type { AuditFailureBucket } from './audit-failure-bucket';
import { type AuditorVariablesProps, auditorVariables } from './auditor-variables';

export interface StreamAuditorProps extends AuditorVariablesProps {
  readonly bucket: AuditBucket;
  readonly failures: AuditFailureBucket;
  readonly tableArn: string;
  /** Of this region's replica. */
  readonly streamArn: string;
  readonly network: Network;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** Nobody needs to know that the sentinel is alive, once a minute and for ever. */
const NO_HEARTBEATS = JSON.stringify({
  dynamodb: { Keys: { recordId: { S: [{ 'anything-but': { prefix: HEARTBEAT_PREFIX } }] } } },
});

/** The function that turns the table's changes into entries of the trail, and the mapping that feeds its live version from the stream. */
export class StreamAuditor extends Construct {
  readonly function: NetworkedFunction;
  readonly mapping: EventSourceMapping;
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, props: StreamAuditorProps) {
    super(scope, id);
    const { names, failures } = props;
    const { auditing, processing } = props.config;

    const role = (own: OwnArns) =>
      new AuditorRole(this, 'Role', {
        ...own,
        names,
        auditBucketArn: props.bucket.bucketArn,
        failureBucketArn: failures.bucketArn,
        tableArn: props.tableArn,
        tracing: processing.tracing,
        boundary: props.boundary,
      });
    this.function = new NetworkedFunction(this, 'Function', {
      functionName: names.auditorFunction,
      logGroupName: names.auditorLogGroup,
      securityGroupName: names.auditorSecurityGroup,
      subject: 'The stream-auditor',
      description: "Writes the audit trail of the table's changes, and repairs what replication got wrong",
      logHolds: 'no value of an item',
      bounded:
        'The shards of the stream and the parallelisation bound concurrency; to reserve it fails in an account whose limit is 10.',
      failuresGo:
        'Changes that fail go to the on-failure destination of the mapping; a digest that failed is written by the next hour.',
      memoryMiB: auditing.memoryMiB,
      timeoutSeconds: auditing.timeoutSeconds,
      environment: encodeEnvironment(auditorEnvironment, auditorVariables(props)),
      role,
      processing,
      network: props.network,
      code: props.code,
    });
    this.watched = {
      subject: 'stream-auditor',
      functionName: names.auditorFunction,
      timeoutSeconds: auditing.timeoutSeconds,
      onDataPath: true,
      readsStream: true,
    };
    // `Enabled` stays absent, as at the queue's mapping: an operator's decision survives a deployment.
    this.mapping = new EventSourceMapping(this, 'StreamMapping', {
      target: this.function.live as IFunction,
      eventSourceArn: props.streamArn,
      // From the stream's birth: the first changes are entries like all others.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: auditing.batchSize,
      maxBatchingWindow: Duration.seconds(auditing.batchingWindowSeconds),
      parallelizationFactor: auditing.parallelizationFactor,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: auditing.retryAttempts,
      maxRecordAge: Duration.hours(auditing.maxRecordAgeHours),
      filters: [{ pattern: NO_HEARTBEATS }],
    });
    const mapping = this.mapping.node.defaultChild as CfnEventSourceMapping;
    mapping.functionName = this.function.live.functionArn;
    // By hand: the library's destination would grant the role more than its own policy says.
    mapping.destinationConfig = { onFailure: { destination: failures.bucketArn } };
    // What the mapping gave up, and what it could not even keep, are metrics of the mapping only when asked for.
    mapping.metricsConfig = { metrics: ['EventCount'] };
    // Lambda tries stream and destination when the mapping is made.
    if (this.function.role) this.mapping.node.addDependency(this.function.role);
  }
}

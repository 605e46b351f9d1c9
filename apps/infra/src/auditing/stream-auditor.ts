import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Alias,
  Architecture,
  type CfnEventSourceMapping,
  type CfnFunction,
  Code,
  EventSourceMapping,
  Function,
  type IFunction,
  type IVersion,
  Runtime,
  RuntimeFamily,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { auditorEnvironment, encodeEnvironment, HEARTBEAT_PREFIX } from '@pipeline/runtime-contract';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { Network } from '../network/network';
import { acknowledge } from '../security/acknowledge';
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

/** The alias that the stream feeds. */
const LIVE = 'live';

/** Nobody needs to know that the sentinel is alive, once a minute and for ever. */
const NO_HEARTBEATS = JSON.stringify({
  dynamodb: { Keys: { recordId: { S: [{ 'anything-but': { prefix: HEARTBEAT_PREFIX } }] } } },
});

/** The function that turns the table's changes into entries of the trail, and the mapping that feeds its live version from the stream. */
export class StreamAuditor extends Construct {
  readonly function: Function;
  /** The version that reads the stream: an operator can point it at an earlier one within seconds. */
  readonly live: Alias;
  readonly mapping: EventSourceMapping;
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, props: StreamAuditorProps) {
    super(scope, id);
    const { names, network, failures } = props;
    const { auditing, processing } = props.config;

    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.auditorLogGroup,
      retention: processing.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new AuditorRole(this, 'Role', {
      names,
      auditBucketArn: props.bucket.bucketArn,
      failureBucketArn: failures.bucketArn,
      tableArn: props.tableArn,
      logGroupArn: logGroup.logGroupArn,
      functionArn: Stack.of(this).formatArn({
        service: 'lambda',
        resource: 'function',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: names.auditorFunction,
      }),
      tracing: processing.tracing,
      boundary: props.boundary,
    });
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      securityGroupName: names.auditorSecurityGroup,
      description: 'The stream-auditor: TLS to the endpoints of the network',
      allowAllOutbound: false,
    });
    // To any address: S3 and DynamoDB have public ones, and the network has routes to those two only.
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS to the endpoints');
    this.function = new Function(this, 'Function', {
      functionName: names.auditorFunction,
      description: "Writes the audit trail of the table's changes, and repairs what replication got wrong",
      runtime: new Runtime(processing.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      memorySize: auditing.memoryMiB,
      timeout: Duration.seconds(auditing.timeoutSeconds),
      environment: encodeEnvironment(auditorEnvironment, auditorVariables(props)),
      role,
      logGroup,
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.subnets] },
      securityGroups: [securityGroup],
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    if (processing.tracing) (this.function.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    this.acknowledgeRules(logGroup);

    this.live = new Alias(this, 'Live', { aliasName: LIVE, version: this.function.currentVersion as IVersion });
    this.watched = {
      subject: 'stream-auditor',
      functionName: names.auditorFunction,
      timeoutSeconds: auditing.timeoutSeconds,
      onDataPath: true,
      readsStream: true,
    };
    // `Enabled` stays absent, as at the queue's mapping: an operator's decision survives a deployment.
    this.mapping = new EventSourceMapping(this, 'StreamMapping', {
      target: this.live as IFunction,
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
    mapping.functionName = this.live.functionArn;
    // By hand: the library's destination would grant the role more than its own policy says.
    mapping.destinationConfig = { onFailure: { destination: failures.bucketArn } };
    // What the mapping gave up, and what it could not even keep, are metrics of the mapping only when asked for.
    mapping.metricsConfig = { metrics: ['EventCount'] };
    // Lambda tries stream and destination when the mapping is made.
    this.mapping.node.addDependency(role);
  }

  private acknowledgeRules(logGroup: LogGroup): void {
    acknowledge(
      this.function,
      'The shards of the stream and the parallelisation bound concurrency; to reserve it fails in an account whose limit is 10.',
      'LambdaConcurrency',
    );
    acknowledge(
      this.function,
      'Changes that fail go to the on-failure destination of the mapping; a digest that failed is written by the next hour.',
      'LambdaDLQ',
    );
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds no value of an item.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
  }
}

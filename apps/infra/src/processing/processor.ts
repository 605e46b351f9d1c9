import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Port, Peer, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Architecture,
  type CfnFunction,
  Code,
  EventSourceMapping,
  Function,
  Runtime,
  RuntimeFamily,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { encodeEnvironment, processorEnvironment } from '@pipeline/runtime-contract';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { Network } from '../network/network';
import { acknowledge } from '../security/acknowledge';
import type { PermissionBoundary } from '../security/permission-boundary';
import { ProcessorRole } from '../security/processor-role';
import { type ProcessorVariablesProps, processorVariables } from './processor-variables';

export interface ProcessorProps extends ProcessorVariablesProps {
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly network: Network;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** The function that turns files into items, its role and its log, and the mapping that feeds it from the queue. */
export class Processor extends Construct {
  readonly function: Function;
  readonly mapping: EventSourceMapping;
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, props: ProcessorProps) {
    super(scope, id);
    const { names, queues, network } = props;
    const { ingestion, processing } = props.config;

    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.processorLogGroup,
      retention: processing.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new ProcessorRole(this, 'Role', {
      names,
      bucketArn: props.bucketArn,
      tableArn: props.tableArn,
      secretArn: Stack.of(this).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        // Secrets Manager ends a secret's ARN with a hyphen and six characters of its own.
        resourceName: `${names.pipelineSecret}-??????`,
      }),
      queueArn: queues.queue.queueArn,
      deadLetterQueueArn: queues.deadLetters.queueArn,
      logGroupArn: logGroup.logGroupArn,
      functionArn: Stack.of(this).formatArn({
        service: 'lambda',
        resource: 'function',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: names.processorFunction,
      }),
      tracing: processing.tracing,
      boundary: props.boundary,
    });
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      securityGroupName: names.processorSecurityGroup,
      description: 'The processor: TLS to the endpoints of the network',
      allowAllOutbound: false,
    });
    // To any address: S3 and DynamoDB have public ones, and the network has routes to those two only.
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS to the endpoints');
    this.function = new Function(this, 'Function', {
      functionName: names.processorFunction,
      description: 'Reads files, validates and transforms their rows, stores them as items',
      runtime: new Runtime(processing.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      memorySize: processing.memoryMiB,
      timeout: Duration.seconds(processing.timeoutSeconds),
      environment: encodeEnvironment(processorEnvironment, processorVariables(props)),
      role,
      logGroup,
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.subnets] },
      securityGroups: [securityGroup],
    });
    if (processing.tracing) {
      // Natively: the library would grant the role more than its own policy says.
      (this.function.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    }
    acknowledge(
      this.function,
      'The mapping bounds concurrency. To reserve it fails in an account whose limit is 10, and throttles messages, of which each throttle burns a receive.',
      'LambdaConcurrency',
    );
    acknowledge(
      this.function,
      'Nothing invokes it asynchronously: messages that fail go from the queue to its dead-letter queue.',
      'LambdaDLQ',
    );
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds no value of a row.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
    this.watched = {
      subject: 'processor',
      functionName: names.processorFunction,
      timeoutSeconds: processing.timeoutSeconds,
      onDataPath: true,
    };
    // `Enabled` stays absent: an operator or the breaker may have disabled the mapping, and a deployment respects that.
    this.mapping = new EventSourceMapping(this, 'IngestMapping', {
      target: this.function,
      eventSourceArn: queues.queue.queueArn,
      batchSize: ingestion.batchSize,
      maxBatchingWindow: Duration.seconds(ingestion.batchingWindowSeconds),
      reportBatchItemFailures: true,
      // Not reserved concurrency: that throttles messages, and each throttle burns a receive.
      maxConcurrency: ingestion.maximumConcurrency,
    });
  }
}

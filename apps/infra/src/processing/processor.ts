import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type CfnEventSourceMapping, EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { encodeEnvironment, processorEnvironment } from '@pipeline/runtime-contract';
import { NetworkedFunction } from '../functions/networked-function';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { Network } from '../network/network';
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

/** The function that turns files into items, its role and its log, and the mapping that feeds its live version from the queue. */
export class Processor extends Construct {
  readonly function: NetworkedFunction;
  readonly mapping: EventSourceMapping;
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, props: ProcessorProps) {
    super(scope, id);
    const { names, queues } = props;
    const { ingestion, processing } = props.config;

    this.function = new NetworkedFunction(this, 'Function', {
      functionName: names.processorFunction,
      logGroupName: names.processorLogGroup,
      securityGroupName: names.processorSecurityGroup,
      subject: 'The processor',
      description: 'Reads files, validates and transforms their rows, stores them as items',
      logHolds: 'no value of a row',
      bounded:
        'The mapping bounds concurrency. To reserve it fails in an account whose limit is 10, and throttles messages, of which each throttle burns a receive.',
      failuresGo: 'Nothing invokes it asynchronously: messages that fail go from the queue to its dead-letter queue.',
      memoryMiB: processing.memoryMiB,
      timeoutSeconds: processing.timeoutSeconds,
      reservedConcurrency: processing.reservedConcurrency,
      environment: encodeEnvironment(processorEnvironment, processorVariables(props)),
      role: (own) =>
        new ProcessorRole(this, 'Role', {
          ...own,
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
          tracing: processing.tracing,
          boundary: props.boundary,
        }),
      processing,
      network: props.network,
      code: props.code,
    });
    this.watched = {
      subject: 'processor',
      functionName: names.processorFunction,
      timeoutSeconds: processing.timeoutSeconds,
      onDataPath: true,
    };
    // `Enabled` stays absent: an operator or the breaker may have disabled the mapping, and a deployment respects that.
    this.mapping = new EventSourceMapping(this, 'IngestMapping', {
      target: this.function.live as IFunction,
      eventSourceArn: queues.queue.queueArn,
      batchSize: ingestion.batchSize,
      maxBatchingWindow: Duration.seconds(ingestion.batchingWindowSeconds),
      reportBatchItemFailures: true,
      // Not by reserved concurrency: below this it throttles messages, and each throttle burns a receive.
      maxConcurrency: ingestion.maximumConcurrency,
    });
    // By its whole ARN: the library would take the alias's ARN apart to put the name of the function before it again.
    (this.mapping.node.defaultChild as CfnEventSourceMapping).functionName = this.function.live.functionArn;
  }
}

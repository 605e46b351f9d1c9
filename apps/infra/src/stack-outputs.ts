import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { physicalName } from '@pipeline/runtime-contract';

/** What people and scripts need of a region's stack, under names that stay. */
export interface OutputValues {
  readonly ingestionBucketName: string;
  readonly ingestionBucketArn: string;
  readonly ingestQueueUrl: string;
  readonly ingestQueueArn: string;
  readonly deadLetterQueueUrl: string;
  readonly deadLetterQueueArn: string;
  readonly processedTableName: string;
  readonly processedTableArn: string;
  readonly processorFunctionName: string;
  readonly processorFunctionArn: string;
  readonly processorLogGroupName: string;
  readonly gatewayUrl: string;
  readonly gatewayApiId: string;
  /** Of whichever region takes files; with a domain only. */
  readonly publicUrl?: string;
  readonly pipelineSecretName: string;
  readonly vpcId: string;
  /** Separated by commas. */
  readonly subnetIds: string;
  readonly dashboardName: string;
  readonly auditorFunctionName: string;
  readonly auditorFunctionArn: string;
  /** Of this region's replica. */
  readonly tableStreamArn: string;
  readonly auditBucketName: string;
  readonly auditBucketArn: string;
  readonly auditFailureBucketName: string;
  readonly auditDatabaseName: string;
  readonly auditWorkGroupName: string;
  readonly trailBucketName: string;
  readonly notificationTopicArn: string;
  readonly sentinelFunctionName: string;
  readonly sentinelLogGroupName: string;
  /** Of the mapping that feeds the processor: what the breaker opens, and an operator closes. */
  readonly breakerMappingId: string;
  /** In this region's zone: what is turned upside down to fail over by hand. */
  readonly primaryHealthCheckId: string;
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const pascal = (name: string) => name.replace(/^./, (letter) => letter.toUpperCase());

/** Each value is an output `LikeThis`, exported as `serverless-like-this-<environment>`. */
export class StackOutputs extends Construct {
  constructor(scope: Construct, id: string, environment: string, values: OutputValues) {
    super(scope, id);
    for (const [name, value] of Object.entries<string>({ ...values })) {
      new CfnOutput(this, name, { value, exportName: physicalName(kebab(name), environment) }).overrideLogicalId(
        pascal(name),
      );
    }
  }
}

import { CustomResource, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { ProcessingConfig } from '../config/pipeline-config';
import type { PermissionBoundary } from '../security/permission-boundary';
import { HookFunction } from './hook-function';

export interface ReplicaStreamProps {
  readonly names: PipelineNames;
  readonly tableArn: string;
  readonly config: ProcessingConfig;
  readonly boundary: PermissionBoundary;
  readonly code: string;
}

/**
 * The stream of this region's replica of the table, found during the deployment: its ARN holds the time at which the
 * stream was born, and the library knows a pattern of it only. To be made with what reads the stream.
 */
export class ReplicaStream extends Construct {
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { names, tableArn, config, boundary, code }: ReplicaStreamProps) {
    super(scope, id);
    const finder = new HookFunction(this, 'Function', {
      names: names.replicaStream,
      description: 'Finds the stream of the replica in this region',
      handler: 'findStream',
      // The longest that Lambda allows: a replica of a full table takes its time.
      timeout: Duration.minutes(15),
      statements: [
        new PolicyStatement({ sid: 'LookAtTable', actions: ['dynamodb:DescribeTable'], resources: [tableArn] }),
      ],
      config,
      boundary,
      code,
    });
    const found = new CustomResource(this, 'Stream', {
      resourceType: 'Custom::ReplicaStream',
      serviceToken: finder.functionArn,
      properties: { TableName: names.processedTable },
      // A function that died can't say so: the deployment waits for no longer than it could have lived.
      serviceTimeout: Duration.minutes(16),
    });
    this.streamArn = found.getAttString('StreamArn');
  }
}

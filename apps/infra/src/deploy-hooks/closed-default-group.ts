import { ArnFormat, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { ProcessingConfig } from '../config/pipeline-config';
import type { PermissionBoundary } from '../security/permission-boundary';
import { HookFunction } from './hook-function';

export interface ClosedDefaultGroupProps {
  /** Of the group that EC2 has made with the network. */
  readonly groupId: string;
  readonly names: PipelineNames;
  readonly config: ProcessingConfig;
  readonly boundary: PermissionBoundary;
  readonly code: string;
}

/**
 * Takes its rules from the default security group of the network. A function does it, since a template can only add rules;
 * one of ours, since the library's would have no name.
 */
export class ClosedDefaultGroup extends Construct {
  constructor(scope: Construct, id: string, { groupId, names, config, boundary, code }: ClosedDefaultGroupProps) {
    super(scope, id);
    const groupArn = Stack.of(this).formatArn({
      service: 'ec2',
      resource: 'security-group',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: groupId,
    });
    const closer = new HookFunction(this, 'Function', {
      names: names.defaultGroup,
      description: 'Takes the rules from the default security group of the network',
      handler: 'closeDefaultGroup',
      timeout: Duration.minutes(1),
      statements: [
        new PolicyStatement({
          sid: 'TakeRules',
          actions: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
          resources: [groupArn],
        }),
      ],
      config,
      boundary,
      code,
    });
    new CustomResource(this, 'Group', {
      resourceType: 'Custom::ClosedDefaultGroup',
      serviceToken: closer.functionArn,
      properties: { GroupId: groupId },
      // A function that died can't say so: the deployment waits for no longer than it could have lived.
      serviceTimeout: Duration.minutes(2),
    });
  }
}

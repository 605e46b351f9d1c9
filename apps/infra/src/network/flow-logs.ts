import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnFlowLog, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { NetworkConfig } from '../config/pipeline-config';
import type { PermissionBoundary } from '../security/permission-boundary';
import { acknowledge } from '../security/acknowledge';

export interface FlowLogsProps {
  readonly vpc: IVpc;
  readonly names: PipelineNames;
  readonly config: NetworkConfig;
  readonly boundary: PermissionBoundary;
}

/** Every connection of the network, made and refused, in a log of its own. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpc, names, config, boundary }: FlowLogsProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.flowLogGroup,
      retention: config.flowLogRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const statements = [
      new PolicyStatement({
        sid: 'WriteFlowLogs',
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ];
    const role = new Role(this, 'Role', {
      roleName: names.flowLogRole,
      description: 'Writes the connections of the network to their log',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
        },
      }),
      inlinePolicies: { [names.flowLogPolicy]: new PolicyDocument({ statements }) },
      permissionsBoundary: boundary,
    });
    boundary.include(statements);
    acknowledge(
      role,
      'An inline policy is part of its role and of no other: nobody can attach it elsewhere.',
      'IAMNoInlinePolicy',
    );
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds addresses and ports, no content.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
    new CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}

import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnResourcePolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../security/acknowledge';
import type { FaultNames } from './fault-names';

export interface ExperimentLogProps {
  readonly names: FaultNames;
  readonly retentionDays: number;
}

/** What each experiment found, did and undid, with the time to the second: what an exercise is judged by. */
export class ExperimentLog extends Construct {
  readonly logGroupArn: string;
  /** To be there before an experiment writes. */
  readonly policy: CfnResourcePolicy;

  constructor(scope: Construct, id: string, { names, retentionDays }: ExperimentLogProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const logGroup = new LogGroup(this, 'Group', {
      logGroupName: names.logGroup,
      retention: retentionDays,
      // The stack comes for an exercise and goes after it: what it left behind would be in the way of the next one.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds what was done to resources, and no content.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
    this.logGroupArn = logGroup.logGroupArn;
    // What CloudWatch Logs would write itself for a role that may; the sid is the one that it looks for.
    const statement = {
      Sid: 'AWSLogDeliveryWrite20150319',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `arn:${partition}:logs:${region}:${account}:log-group:${names.logGroup}:log-stream:*`,
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    };
    this.policy = new CfnResourcePolicy(this, 'Delivery', {
      policyName: names.logPolicy,
      policyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    });
  }
}

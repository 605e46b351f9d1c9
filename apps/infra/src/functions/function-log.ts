import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../security/acknowledge';

export interface FunctionLogProps {
  readonly logGroupName: string;
  readonly retentionDays: number;
  /** Ends the sentence "It holds …": what a reader of the log does not see. */
  readonly holds: string;
}

/** The log of a function, beside it in its scope: made by us, since one that Lambda makes is kept for ever. */
export function functionLog(scope: Construct, { logGroupName, retentionDays, holds }: FunctionLogProps): LogGroup {
  const logGroup = new LogGroup(scope, 'Log', {
    logGroupName,
    retention: retentionDays,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  acknowledge(
    logGroup,
    `Encrypted under the key of CloudWatch Logs; holds ${holds}.`,
    'CloudWatchLogGroupEncrypted',
    'cloudwatch_log_group_encrypted_check',
  );
  return logGroup;
}

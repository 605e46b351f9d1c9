import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { type Alias, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type DigestMessage, digestMessage, type PipelineNames } from '@pipeline/runtime-contract';

export interface DigestScheduleProps {
  readonly names: PipelineNames;
  readonly auditor: Alias;
  /** When an hour's digest is due, in minutes after its end. */
  readonly graceMinutes: number;
}

/** Has the digests written that are due, every hour when the one before has had its grace. */
export class DigestSchedule extends Construct {
  constructor(scope: Construct, id: string, { names, auditor, graceMinutes }: DigestScheduleProps) {
    super(scope, id);
    const message: DigestMessage = { kind: 'digest' };
    // Natively: the library's target would add a permission without the account that it acts for.
    const rule = new CfnRule(this, 'Rule', {
      name: names.digestSchedule,
      description: 'Has the stream-auditor write the digests of the hours that are over',
      // A minute later than the grace, which counts from the end of the hour.
      scheduleExpression: `cron(${(graceMinutes + 1) % 60} * * * ? *)`,
      state: 'ENABLED',
      targets: [{ id: 'auditor', arn: auditor.functionArn, input: JSON.stringify(digestMessage.encode(message)) }],
    });
    new CfnPermission(this, 'MayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: auditor.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
      sourceAccount: Stack.of(this).account,
    });
  }
}

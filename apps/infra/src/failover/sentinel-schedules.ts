import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnEventInvokeConfig, CfnPermission, type Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';

export interface SentinelSchedulesProps {
  readonly names: PipelineNames;
  readonly sentinel: Function;
}

/** The rules that fire the sentinel. It knows by the rule's name, which is in each event, what it is asked for. */
export class SentinelSchedules extends Construct {
  constructor(scope: Construct, id: string, { names, sentinel }: SentinelSchedulesProps) {
    super(scope, id);
    // A tick that failed is not made up for: the next one comes, and looks at what is then.
    new CfnEventInvokeConfig(this, 'NoRetries', {
      functionName: sentinel.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
    const schedule = (name: string, ruleName: string, scheduleExpression: string, description: string) => {
      // Natively: the library's target would add a permission without the account that it acts for.
      const rule = new CfnRule(this, name, {
        name: ruleName,
        description,
        scheduleExpression,
        state: 'ENABLED',
        targets: [{ id: 'sentinel', arn: sentinel.functionArn }],
      });
      new CfnPermission(this, `${name}MayInvoke`, {
        action: 'lambda:InvokeFunction',
        functionName: sentinel.functionArn,
        principal: 'events.amazonaws.com',
        sourceArn: rule.attrArn,
        sourceAccount: Stack.of(this).account,
      });
    };
    schedule('Tick', names.sentinelTick, 'rate(1 minute)', 'Has the sentinel look at both regions');
    schedule(
      'Reconcile',
      names.sentinelReconcile,
      'rate(1 hour)',
      'Has the sentinel compare the bucket with the receipts',
    );
  }
}

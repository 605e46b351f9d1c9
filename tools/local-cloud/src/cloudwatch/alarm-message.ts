import type { PlannedAlarm, PlannedAlarmAbout, PlannedCompositeAlarm } from '../template/planned';
import type { AlarmState } from './alarm-rule';

export interface StateChange {
  readonly alarm: PlannedAlarm | PlannedCompositeAlarm;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Source: SNS messages of CloudWatch, "Amazon CloudWatch User Guide, Notify users on alarm changes". */
export function alarmMessage(
  { alarm, from, to, reason, at }: StateChange,
  { region, account }: { readonly region: string; readonly account: string },
): { readonly subject: string; readonly message: string } {
  return {
    // SNS cuts a subject at 100 characters.
    subject: `${to}: "${alarm.name}" in ${region}`.slice(0, 100),
    message: JSON.stringify({
      AlarmName: alarm.name,
      AlarmDescription: alarm.description,
      AWSAccountId: account,
      NewStateValue: to,
      NewStateReason: reason,
      StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
      Region: region,
      AlarmArn: alarm.arn,
      OldStateValue: from,
      ...actionsOf(alarm),
      ...('rule' in alarm ? { AlarmRule: alarm.rule } : { Trigger: triggerOf(alarm) }),
    }),
  };
}

const actionsOf = ({ actions }: PlannedAlarmAbout) => ({
  OKActions: actions.OK,
  AlarmActions: actions.ALARM,
  InsufficientDataActions: actions.INSUFFICIENT_DATA,
});

function triggerOf(alarm: PlannedAlarm) {
  const [metric] = alarm.metrics;
  return {
    ...(alarm.metrics.length === 1 && metric && 'name' in metric
      ? { MetricName: metric.name, Namespace: metric.namespace, Statistic: metric.statistic }
      : { Metrics: alarm.metrics }),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    ComparisonOperator: alarm.operator,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData,
  };
}

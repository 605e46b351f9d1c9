import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  type Metric,
  type MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { physicalName } from '@pipeline/runtime-contract';

export interface AlarmDefinition {
  /** What is wrong while it is on, as a sentence. */
  readonly says: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** On which side of the threshold it is on: at it and above, which is the default, or below. */
  readonly on?: 'above' | 'below';
  readonly periodMinutes?: number;
  /** Periods that are looked at, 1 by default … */
  readonly periods?: number;
  /** … and how many of them have to be at the threshold; all by default. */
  readonly datapoints?: number;
  /** Whether no data is a bad sign. By default it is none: most metrics are published only when there is something to count. */
  readonly missingIsBad?: boolean;
  /** Whether somebody has to come at once: then it is part of the composite alarm. */
  readonly critical: boolean;
}

export interface AlarmsProps {
  readonly environment: string;
  readonly topic: Topic;
  /** Where docs/runbook.md can be read. */
  readonly runbook: string;
}

/**
 * The alarms of a region. The id of an alarm's construct is the resource part of its name, and the heading of the runbook
 * that says what to do.
 */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  private readonly critical: Alarm[] = [];
  private readonly action: SnsAction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
  ) {
    super(scope, id);
    this.action = new SnsAction(props.topic);
  }

  add(id: string, definition: AlarmDefinition): Alarm {
    const { metric, threshold, periodMinutes = 5, periods = 1, datapoints = periods } = definition;
    const alarm = new Alarm(this, id, {
      ...this.described(id, definition.says),
      metric: (metric as Metric | MathExpression).with({ period: Duration.minutes(periodMinutes) }),
      threshold,
      comparisonOperator:
        definition.on === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: datapoints,
      treatMissingData: definition.missingIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    this.all.push(alarm);
    if (definition.critical) this.critical.push(alarm);
    return alarm;
  }

  /** One alarm over all critical ones, for whom a page at night is meant. To be called when all have been added. */
  addCritical(): void {
    const { alarmName: compositeAlarmName, alarmDescription } = this.described(
      'critical',
      'At least one critical alarm is on: files are not processed, or not in both regions.',
    );
    const alarm = new CompositeAlarm(this, 'critical', {
      compositeAlarmName,
      alarmDescription,
      alarmRule: AlarmRule.anyOf(...this.critical.map((member) => AlarmRule.fromAlarm(member, AlarmState.ALARM))),
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }

  private described(id: string, says: string) {
    const { environment, runbook } = this.props;
    return { alarmName: physicalName(id, environment), alarmDescription: `${says} What to do: ${runbook}#${id}` };
  }
}

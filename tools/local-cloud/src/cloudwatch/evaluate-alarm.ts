import type { PlannedAlarm } from '../template/planned';
import type { AlarmState } from './alarm-rule';

export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
}

/** CloudWatch looks at some periods more than an alarm evaluates, so that a gap is bridged by what was before it. */
const PERIODS_MORE = 2;

/** How many periods are looked at. */
export const periodsInRange = ({ evaluationPeriods }: Pick<PlannedAlarm, 'evaluationPeriods'>): number =>
  evaluationPeriods + PERIODS_MORE;

/**
 * The state that an alarm's data puts it into. Where enough periods have data, the newest of those count; else what is
 * missing is filled in as the alarm says.
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 * @param newestFirst the values of the periods in range
 */
export function evaluateAlarm(
  alarm: PlannedAlarm,
  newestFirst: readonly (number | undefined)[],
  before: AlarmState,
): Evaluation {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = alarm;
  const present = newestFirst.filter((value) => value !== undefined).slice(0, evaluationPeriods);
  const missing = evaluationPeriods - present.length;
  if (present.length === 0) {
    const why = `no data in ${newestFirst.length} periods`;
    switch (treatMissingData) {
      case 'missing':
        return { state: 'INSUFFICIENT_DATA', reason: `There is ${why}.` };
      case 'ignore':
        return { state: before, reason: `There is ${why}: the state stays.` };
      case 'breaching':
        return { state: 'ALARM', reason: `There is ${why}, and missing data counts as breaching.` };
      case 'notBreaching':
        return { state: 'OK', reason: `There is ${why}, and missing data counts as not breaching.` };
    }
  }
  const breaching = present.filter((value) => isBreaching(alarm, value)).length;
  const filled = treatMissingData === 'breaching' ? missing : 0;
  const reason =
    `${breaching} of ${present.length} datapoints [${present.join(', ')}] breach the threshold of ${alarm.threshold}` +
    (missing > 0 ? `, ${missing} are missing` : '') +
    ` (${datapointsToAlarm} of ${evaluationPeriods} to alarm).`;
  if (breaching + filled >= datapointsToAlarm) return { state: 'ALARM', reason };
  // All that there are breach, and whether those that are missing would is what nobody knows.
  if (missing > 0 && breaching === present.length) {
    if (treatMissingData === 'missing') return { state: 'ALARM', reason };
    if (treatMissingData === 'ignore') return { state: before, reason };
  }
  return { state: 'OK', reason };
}

function isBreaching({ operator, threshold }: PlannedAlarm, value: number): boolean {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

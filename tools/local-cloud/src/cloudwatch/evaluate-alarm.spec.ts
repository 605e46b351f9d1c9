import type { PlannedAlarm } from '../template/planned';
import type { AlarmState } from './alarm-rule';
import { evaluateAlarm, periodsInRange } from './evaluate-alarm';

const alarm = (more: Partial<PlannedAlarm>): PlannedAlarm => ({
  name: 'a',
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a',
  description: '',
  metrics: [],
  returned: 'm',
  periodSeconds: 60,
  operator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: 'missing',
  actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
  ...more,
});

/** As the tables of AWS's guide write them, oldest first: `0` is fine, `X` breaches, `-` is missing. */
const points = (text: string) =>
  text
    .split('')
    .map((point) => (point === '-' ? undefined : point === 'X' ? 1 : 0))
    .reverse();

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const BEFORE: AlarmState = 'INSUFFICIENT_DATA';

describe('the evaluation of an alarm', () => {
  // The tables of "Configuring how CloudWatch alarms treat missing data", their columns in the order of `treatments`.
  it.each<[string, number, readonly AlarmState[]]>([
    ['0-X-X', 3, ['OK', 'OK', 'OK', 'OK']],
    ['----0', 3, ['OK', 'OK', 'OK', 'OK']],
    ['-----', 3, ['INSUFFICIENT_DATA', BEFORE, 'ALARM', 'OK']],
    ['0XX-X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['--X--', 3, ['ALARM', BEFORE, 'ALARM', 'OK']],
    ['0-X-X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['00X0X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0-X--', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['----0', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['----X', 2, ['ALARM', BEFORE, 'ALARM', 'OK']],
  ])('%s with %i of 3', (text, datapointsToAlarm, expected) => {
    const states = treatments.map(
      (treatMissingData) => evaluateAlarm(alarm({ datapointsToAlarm, treatMissingData }), points(text), BEFORE).state,
    );
    expect(states).toEqual(expected);
  });

  it.each([
    ['GreaterThanThreshold', [false, false, true]],
    ['GreaterThanOrEqualToThreshold', [false, true, true]],
    ['LessThanThreshold', [true, false, false]],
    ['LessThanOrEqualToThreshold', [true, true, false]],
  ] as const)('compares: %s', (operator, expected) => {
    const one = alarm({ operator, threshold: 5, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect([4, 5, 6].map((value) => evaluateAlarm(one, [value], 'OK').state === 'ALARM')).toEqual(expected);
  });

  it('says why', () => {
    expect(evaluateAlarm(alarm({ treatMissingData: 'breaching' }), points('XX---'), 'OK').reason).toBe(
      '2 of 2 datapoints [1, 1] breach the threshold of 1, 1 are missing (3 of 3 to alarm).',
    );
  });

  it('looks at two periods more than it evaluates', () => {
    expect(periodsInRange({ evaluationPeriods: 3 })).toBe(5);
  });
});

import { readAlarmRule } from '../cloudwatch/alarm-rule';
import { readExpression, UnknownExpression } from '../cloudwatch/expression';
import { alarmArn, type Place } from './attributes';
import type { JsonObject } from './load-assembly';
import type { PlannedAlarm, PlannedAlarmAbout, PlannedAlarmMetric, PlannedCompositeAlarm } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

const ABOUT = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
];

export const alarmProperties: PropertyRules = {
  emulated: [
    ...ABOUT,
    'ComparisonOperator',
    'DatapointsToAlarm',
    'Dimensions',
    'EvaluationPeriods',
    'ExtendedStatistic',
    'MetricName',
    'Metrics',
    'Namespace',
    'Period',
    'Statistic',
    'Threshold',
    'TreatMissingData',
  ],
  passive: ['EvaluateLowSampleCountPercentile', 'Tags', 'Unit'],
  listed: [],
};

export const compositeAlarmProperties: PropertyRules = {
  emulated: [...ABOUT, 'AlarmRule'],
  passive: ['Tags'],
  listed: ['ActionsSuppressor', 'ActionsSuppressorExtensionPeriod', 'ActionsSuppressorWaitPeriod'],
};

const MINUTE_SECONDS = 60;
const OPERATORS: readonly string[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] satisfies readonly PlannedAlarm['operator'][];
const STATISTIC = /^(?:Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(?:\.\d+)?|p100)$/;

/** Source of defaults: CloudFormation template reference, "AWS::CloudWatch::Alarm". */
export function planAlarm(alarm: ResourceReader, place: Place): PlannedAlarm {
  const evaluationPeriods = alarm.number('EvaluationPeriods', 1);
  const operator = alarm.requiredText('ComparisonOperator');
  if (!OPERATORS.includes(operator)) {
    throw alarm.refusal(`its ComparisonOperator is ${operator}, and bands are not emulated.`, 'Compare with a number.');
  }
  const single = alarm.text('MetricName');
  const { metrics, returned, periods } =
    single === undefined ? queried(alarm) : { metrics: [metricOf(alarm, single)], returned: SINGLE, periods: [] };
  const [periodSeconds = MINUTE_SECONDS, ...others] = [
    ...new Set(single === undefined ? periods : [alarm.number('Period', MINUTE_SECONDS)]),
  ];
  if (others.length > 0 || periodSeconds % MINUTE_SECONDS !== 0) {
    throw alarm.refusal(
      `its periods are ${[periodSeconds, ...others].join(' and ')} seconds.`,
      'Use one period of whole minutes: metrics are kept by the minute.',
    );
  }
  const unknown = metrics.find((metric) => 'statistic' in metric && !STATISTIC.test(metric.statistic));
  if (unknown && 'statistic' in unknown) {
    throw alarm.refusal(`its statistic ${unknown.statistic} is not emulated.`, 'Use a basic one or a percentile, p99.');
  }
  return {
    ...about(alarm, place),
    metrics,
    returned,
    periodSeconds,
    operator: operator as PlannedAlarm['operator'],
    threshold: alarm.number('Threshold', 0),
    evaluationPeriods,
    datapointsToAlarm: alarm.number('DatapointsToAlarm', evaluationPeriods),
    treatMissingData: (alarm.text('TreatMissingData') ?? 'missing') as PlannedAlarm['treatMissingData'],
  };
}

const SINGLE = 'm';

const metricOf = (alarm: ResourceReader, name: string): PlannedAlarmMetric => ({
  id: SINGLE,
  namespace: alarm.requiredText('Namespace'),
  name,
  dimensions: dimensionsOf(alarm.list<JsonObject>('Dimensions')),
  statistic: alarm.text('Statistic') ?? alarm.text('ExtendedStatistic') ?? '',
});

const dimensionsOf = (dimensions: readonly JsonObject[]): Readonly<Record<string, string>> =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [String(Name), String(Value)]));

/** The metrics and expressions of an alarm that has `Metrics`. */
function queried(alarm: ResourceReader) {
  const queries = alarm.list<JsonObject>('Metrics');
  const periods: number[] = [];
  const metrics = queries.map(({ Id, Expression, MetricStat }): PlannedAlarmMetric => {
    const id = String(Id);
    if (typeof Expression === 'string') return { id, expression: readable(alarm, Expression, readExpression) };
    const { Metric, Period, Stat } = MetricStat as JsonObject;
    const { Namespace, MetricName, Dimensions = [] } = Metric as JsonObject;
    periods.push(Number(Period));
    return {
      id,
      namespace: String(Namespace),
      name: String(MetricName),
      dimensions: dimensionsOf(Dimensions as readonly JsonObject[]),
      statistic: String(Stat),
    };
  });
  // Absent, it is returned.
  const returned = queries.filter(({ ReturnData }) => ReturnData !== false);
  const [one, ...others] = returned.map(({ Id }) => String(Id));
  if (one === undefined || others.length > 0) {
    throw alarm.refusal(`${returned.length} of its Metrics return data.`, 'Exactly one must have ReturnData: true.');
  }
  return { metrics, returned: one, periods };
}

function readable(resource: ResourceReader, text: string, read: (text: string) => unknown): string {
  try {
    read(text);
    return text;
  } catch (error) {
    if (!(error instanceof UnknownExpression)) throw error;
    throw resource.refusal(
      `its expression ${error.message}.`,
      'Correct it, or teach tools/local-cloud/src/cloudwatch what it means.',
    );
  }
}

function about(alarm: ResourceReader, place: Place): PlannedAlarmAbout {
  const enabled = alarm.flag('ActionsEnabled', true);
  const told = (property: string) => (enabled ? alarm.list<string>(property) : []);
  return {
    name: alarm.name,
    arn: alarmArn(alarm.name, place),
    description: alarm.text('AlarmDescription') ?? '',
    actions: {
      ALARM: told('AlarmActions'),
      OK: told('OKActions'),
      INSUFFICIENT_DATA: told('InsufficientDataActions'),
    },
  };
}

export const planCompositeAlarm = (alarm: ResourceReader, place: Place): PlannedCompositeAlarm => ({
  ...about(alarm, place),
  rule: readable(alarm, alarm.requiredText('AlarmRule'), readAlarmRule),
});

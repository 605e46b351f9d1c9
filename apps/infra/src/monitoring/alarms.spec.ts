import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { environments } from '../config/environments';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';
import { Monitoring } from './monitoring';

const { primary, standby } = synthesise();

interface AlarmJson {
  readonly AlarmName: string;
  readonly AlarmActions: unknown;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly MetricName?: string;
  readonly [property: string]: unknown;
}
const alarmsIn = (template: Template): AlarmJson[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties as AlarmJson);
const alarmOf = ({ template }: SynthesisedStack, id: string) =>
  alarmsIn(template).find(({ AlarmName }) => AlarmName === `serverless-${id}-prod`);
const topic = { Ref: 'MonitoringNotificationsTopic8FFF60A8' };

describe.each([primary, standby])('the alarms of $region', (stack) => {
  const { template, region } = stack;

  it('all tell the topic', () => {
    expect(alarmsIn(template)).toHaveLength(region === 'us-east-1' ? 30 : 29);
    for (const { AlarmActions } of alarmsIn(template)) expect(AlarmActions).toEqual([topic]);
  });

  it('watch the health of the processor', () => {
    const Dimensions = [{ Name: 'FunctionName', Value: 'serverless-data-processor-prod' }];
    const lambda = { Namespace: 'AWS/Lambda', Dimensions, TreatMissingData: 'notBreaching', Period: 300 };
    expect(alarmOf(stack, 'processor-errors')).toMatchObject({ ...lambda, MetricName: 'Errors', Threshold: 1 });
    // 95 % of 300 s, in milliseconds.
    expect(alarmOf(stack, 'processor-duration')).toMatchObject({
      ...lambda,
      MetricName: 'Duration',
      ExtendedStatistic: 'p99',
      Threshold: 285_000,
      EvaluationPeriods: 3,
    });
    expect(alarmOf(stack, 'processor-throttles')).toMatchObject({ ...lambda, MetricName: 'Throttles', Threshold: 1 });
  });

  it('watch the rotation of the secret where that is made, as what can wait for the morning', () => {
    const rotation = alarmOf(stack, 'secret-rotation-errors');
    expect(rotation?.['Dimensions']).toEqual(
      region === 'us-east-1' ? [{ Name: 'FunctionName', Value: 'serverless-secret-rotation-prod' }] : undefined,
    );
    expect(alarmOf(stack, 'secret-rotation-duration')).toBeUndefined();
  });

  it('watch what waits and what was given up', () => {
    const sqs = (Value: string) => ({ Namespace: 'AWS/SQS', Dimensions: [{ Name: 'QueueName', Value }] });
    expect(alarmOf(stack, 'dead-letters')).toMatchObject({
      ...sqs('serverless-ingest-dlq-prod'),
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 1,
    });
    expect(alarmOf(stack, 'ingest-queue-age')).toMatchObject({
      ...sqs('serverless-ingest-queue-prod'),
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 3_600,
    });
  });

  it('watch what the trail lacks, whether that was kept or not, and what nothing explains', () => {
    const metrics = alarmOf(stack, 'audit-failures')?.['Metrics'] as readonly {
      readonly Expression?: string;
      readonly MetricStat?: { readonly Metric: { readonly MetricName: string; readonly Dimensions: unknown } };
    }[];
    expect(metrics.map(({ Expression, MetricStat }) => Expression ?? MetricStat?.Metric.MetricName)).toEqual([
      'FILL(kept, 0) + FILL(dropped, 0)',
      'OnFailureDestinationDeliveredEventCount',
      'DroppedEventCount',
    ]);
    expect(metrics[1]?.MetricStat?.Metric.Dimensions).toEqual([
      { Name: 'EventSourceMappingUUID', Value: { Ref: 'AuditingAuditorStreamMapping6BD26625' } },
    ]);
    expect(alarmOf(stack, 'unexplained-removals')).toMatchObject({
      Namespace: 'ServerlessPipeline',
      MetricName: 'ItemsRemoved',
      Dimensions: [{ Name: 'service', Value: 'serverless-stream-auditor-prod' }],
    });
  });

  it('watch the way to the other region', () => {
    expect(alarmOf(stack, 'replication-latency')).toMatchObject({
      Namespace: 'AWS/DynamoDB',
      MetricName: 'ReplicationLatency',
      Dimensions: [
        { Name: 'ReceivingRegion', Value: region === 'us-east-1' ? 'us-west-2' : 'us-east-1' },
        { Name: 'TableName', Value: 'serverless-processed-data-prod' },
      ],
      Threshold: 30_000,
    });
  });

  it('watch the share of rows that is rejected, over all datasets', () => {
    const metrics = alarmOf(stack, 'rejected-rows')?.['Metrics'] as { Id: string; Expression?: string }[];
    expect(metrics[0]).toMatchObject({
      Expression:
        'IF(stored + duplicate + superseded + rejected >= 100, 100 * rejected / (stored + duplicate + superseded + rejected), 0)',
    });
    expect(metrics[4]).toMatchObject({
      Id: 'rejected',
      MetricStat: {
        Metric: {
          Namespace: 'ServerlessPipeline',
          MetricName: 'RowsRejected',
          Dimensions: [{ Name: 'service', Value: 'serverless-data-processor-prod' }],
        },
      },
    });
  });

  it('are on while nothing is protected, and gone then', () => {
    expect(alarmOf(stack, 'protection-off')).toMatchObject({ Threshold: 0, TreatMissingData: 'breaching' });
    const isPrimary = region === primary.region;
    const guarded = synthesise({ protect: 'true' })[isPrimary ? 'primary' : 'standby'];
    expect(alarmOf(guarded, 'protection-off')).toBeUndefined();
  });

  it('are summed up in one, of those for which somebody has to come', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm')) as [
      { Properties: AlarmJson },
    ];
    expect(Properties).toMatchObject({
      AlarmName: 'serverless-critical-prod',
      AlarmActions: [topic],
      OKActions: [topic],
    });
    const rule = JSON.stringify(Properties['AlarmRule']);
    const members = Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
      .filter(([logicalId]) => rule.includes(logicalId))
      .map(([, alarm]) => alarm['Properties'].AlarmName);
    expect(members).toEqual(
      [
        'processor-errors',
        'gateway-errors',
        'stream-auditor-errors',
        'stream-auditor-iterator-age',
        'gateway-server-errors',
        'dead-letters',
        'ingest-queue-age',
        'table-system-errors',
        'replication-latency',
        'audit-failures',
        'unexplained-removals',
        'region-availability-us-east-1',
        'region-availability-us-west-2',
        'breaker-open',
        'processor-held',
        'sentinel-silent',
      ].map((id) => `serverless-${id}-prod`),
    );
  });
});

describe('the alarms of a function that is added', () => {
  let template: Template;
  beforeAll(() => {
    const stack = new Stack(new App(), 'Test', { env: { region: 'us-west-2' } });
    const watched = { timeoutSeconds: 60, onDataPath: true };
    new Monitoring(stack, 'Monitoring', {
      config: environments.prod,
      region: 'us-west-2',
      functions: [
        { ...watched, subject: 'gateway', functionName: 'serverless-gateway-prod' },
        { ...watched, subject: 'auditor', functionName: 'serverless-stream-auditor-prod', readsStream: true },
      ],
      audit: { auditor: 'serverless-stream-auditor-prod', mappingId: 'uuid' },
      apiId: 'abcdefghij',
    });
    template = Template.fromStack(stack);
  });
  const named = (id: string) => alarmsIn(template).find(({ AlarmName }) => AlarmName === `serverless-${id}-prod`);

  it('come with it, and with its stream', () => {
    expect(named('gateway-duration')).toMatchObject({ Threshold: 57_000 });
    expect(named('gateway-iterator-age')).toBeUndefined();
    expect(named('auditor-iterator-age')).toMatchObject({ MetricName: 'IteratorAge', Threshold: 3_600_000 });
  });
});

describe.each([primary, standby])('what the sentinel of $region says', (stack) => {
  const own = { Name: 'service', Value: 'serverless-sentinel-prod' };
  const minute = { Namespace: 'ServerlessPipeline', Period: 60 };

  it('of either region is an alarm of a form that a health check of Route 53 takes: one metric, no expression', () => {
    for (const Region of ['us-east-1', 'us-west-2']) {
      expect(alarmOf(stack, `region-availability-${Region}`)).toMatchObject({
        ...minute,
        MetricName: 'RegionAvailable',
        Dimensions: [{ Name: 'Region', Value: Region }, own],
        Statistic: 'Minimum',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 3,
        TreatMissingData: 'breaching',
      });
    }
  });

  it('of the breaker is told when it lasts', () => {
    const lasting = { ...minute, Dimensions: [own], Statistic: 'Minimum', Threshold: 1, EvaluationPeriods: 15 };
    expect(alarmOf(stack, 'breaker-open')).toMatchObject({ ...lasting, MetricName: 'BreakerOpen' });
    expect(alarmOf(stack, 'processor-held')).toMatchObject({ ...lasting, MetricName: 'HeldWithoutNeed' });
  });

  it('is missed when it says nothing', () => {
    expect(alarmOf(stack, 'sentinel-silent')).toMatchObject({
      ...minute,
      MetricName: 'BreakerOpen',
      Statistic: 'SampleCount',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 5,
      TreatMissingData: 'breaching',
    });
  });
});

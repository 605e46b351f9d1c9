import { createMetricStore, type MetricPoint, type MetricStore } from '../lambda/metrics';
import type { PlannedAlarm, PlannedCompositeAlarm } from '../template/planned';
import { createMinute, type Minute } from '../time/minute';
import type { StateChange } from './alarm-message';
import { type Alarms, createAlarms } from './alarms';

const about = (name: string) => ({
  name,
  arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
  description: `about ${name}`,
  actions: { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
});
const metric = (id: string, name: string, statistic = 'Sum') => ({
  id,
  namespace: 'N',
  name,
  dimensions: {},
  statistic,
});
const alarm = (name: string, more: Partial<PlannedAlarm> = {}): PlannedAlarm => ({
  ...about(name),
  metrics: [metric('m', 'Errors')],
  returned: 'm',
  periodSeconds: 60,
  operator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: 'notBreaching',
  ...more,
});

describe('alarms', () => {
  let metrics: MetricStore;
  let minute: Minute;
  let alarms: Alarms;
  let changes: string[];
  let measured: number[];
  const clock = { now: () => Date.now() };

  const run = (
    planned: PlannedAlarm[],
    composite: PlannedCompositeAlarm[] = [],
    values: Record<string, number> = {},
  ) => {
    metrics = createMetricStore();
    minute = createMinute(clock);
    changes = [];
    measured = [];
    alarms = createAlarms({
      plan: { alarms: planned, compositeAlarms: composite },
      metrics,
      minute,
      clock,
      measure: (timestamp) => {
        measured.push(timestamp);
        return Object.entries(values).map(([name, value]) => pointOf(name, value, timestamp));
      },
      changed: ({ alarm: { name }, from, to }: StateChange) => changes.push(`${name}: ${from} → ${to}`),
    });
    alarms.start();
  };
  const pointOf = (name: string, value: number, timestamp = Date.now()): MetricPoint => ({
    namespace: 'N',
    name,
    dimensions: {},
    unit: 'Count',
    value,
    timestamp,
  });
  const record = (name: string, value: number) => metrics.record([pointOf(name, value)]);
  const minutes = (count: number) => jest.advanceTimersByTime(count * minute.length());
  const stateOf = (name: string) => alarms.status().find((status) => status.name === name)?.state;

  beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-11-27T10:00:10Z') }));
  afterEach(() => {
    alarms.stop();
    jest.useRealTimers();
  });

  it('know nothing before the first minute is over', () => {
    run([alarm('a')]);
    expect(stateOf('a')).toBe('INSUFFICIENT_DATA');
    minutes(1);
    expect(stateOf('a')).toBe('OK');
    expect(changes).toEqual(['a: INSUFFICIENT_DATA → OK']);
  });

  it('go on with the minute in which the threshold was met, and off again', () => {
    run([alarm('a', { threshold: 3 })]);
    record('Errors', 2);
    record('Errors', 1);
    minutes(1);
    expect(alarms.status()).toMatchObject([
      { name: 'a', state: 'ALARM', reason: '1 of 1 datapoints [3] breach the threshold of 3 (1 of 1 to alarm).' },
    ]);
    record('Errors', 2);
    minutes(1);
    expect(stateOf('a')).toBe('OK');
  });

  it('want as many minutes as they say', () => {
    run([alarm('a', { evaluationPeriods: 3, datapointsToAlarm: 2 })]);
    for (const [value, expected] of [
      [1, 'OK'],
      [0, 'OK'],
      [1, 'ALARM'],
      [0, 'OK'],
    ] as const) {
      record('Errors', value);
      minutes(1);
      expect(stateOf('a')).toBe(expected);
    }
  });

  it('look at periods longer than a minute, which slide', () => {
    run([alarm('a', { periodSeconds: 300, threshold: 2 })]);
    record('Errors', 1);
    minutes(2);
    record('Errors', 1);
    minutes(1);
    expect(stateOf('a')).toBe('ALARM');
    minutes(3);
    expect(stateOf('a')).toBe('OK');
  });

  it('compare expressions over metrics', () => {
    const metricsOf = [
      metric('reads', 'Reads'),
      metric('writes', 'Writes'),
      { id: 'e', expression: 'FILL(reads, 0) + FILL(writes, 0)' },
    ];
    run([alarm('a', { metrics: metricsOf, returned: 'e', threshold: 5 })]);
    record('Writes', 5);
    minutes(1);
    expect(stateOf('a')).toBe('ALARM');
  });

  it('see what is measured once a minute, within the minute that ends', () => {
    run([alarm('a', { metrics: [metric('m', 'Depth', 'Maximum')] })], [], { Depth: 7 });
    minutes(1);
    expect(measured.map((at) => new Date(at).toISOString())).toEqual(['2026-11-27T10:00:59.999Z']);
    expect(stateOf('a')).toBe('ALARM');
  });

  it('of other alarms follow them', () => {
    run([alarm('a'), alarm('b')], [{ ...about('any'), rule: 'ALARM("a") OR ALARM("b")' }]);
    minutes(1);
    expect(stateOf('any')).toBe('OK');
    record('Errors', 1);
    minutes(1);
    expect(changes.slice(-3)).toEqual(['a: OK → ALARM', 'b: OK → ALARM', 'any: OK → ALARM']);
  });

  it('follow the length of a minute', () => {
    run([alarm('a', { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'breaching' })]);
    minute.set(1_000);
    minutes(1);
    expect(stateOf('a')).toBe('ALARM');
    record('Errors', 0);
    minutes(2);
    expect(stateOf('a')).toBe('OK');
    minutes(5);
    expect(stateOf('a')).toBe('ALARM');
  });
});

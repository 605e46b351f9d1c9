import type { MetricPoint, MetricStore } from '../lambda/metrics';
import type { Plan, PlannedAlarm, PlannedAlarmMetric, PlannedCompositeAlarm } from '../template/planned';
import type { Minute } from '../time/minute';
import { REAL_MINUTE_MS } from '../time/minute';
import { callAt } from '../time/wait';
import type { StateChange } from './alarm-message';
import { type AlarmState, readAlarmRule } from './alarm-rule';
import { createDatapoints } from './datapoints';
import { evaluateAlarm, periodsInRange } from './evaluate-alarm';
import { type MetricExpression, readExpression } from './expression';

export interface AlarmStatus {
  readonly name: string;
  readonly state: AlarmState;
  readonly reason: string;
  /** Of the last change of state, epoch milliseconds of this machine. */
  readonly since: number;
  readonly description: string;
}

export interface Alarms {
  start(): void;
  status(): readonly AlarmStatus[];
  stop(): void;
}

export interface AlarmsOptions {
  readonly plan: Pick<Plan, 'alarms' | 'compositeAlarms'>;
  readonly metrics: MetricStore;
  readonly minute: Minute;
  readonly clock: { now(): number };
  /** What services would measure in the minute that ends, with the timestamp given. */
  measure(timestamp: number): readonly MetricPoint[];
  changed(change: StateChange): void;
}

/** CloudWatch looks a little after the minute, when its metrics are there. */
const AFTER_THE_MINUTE_MS = 2_000;

/** The alarms of a region, evaluated every minute on the minutes before it, as CloudWatch does. */
export function createAlarms({ plan, metrics, minute, clock, measure, changed }: AlarmsOptions): Alarms {
  const states = new Map<string, AlarmStatus>(
    [...plan.alarms, ...plan.compositeAlarms].map(({ name, description }) => [
      name,
      { name, state: 'INSUFFICIENT_DATA', reason: 'Not evaluated yet.', since: clock.now(), description },
    ]),
  );
  const stateOf = (name: string) => states.get(name)?.state;
  const datapoints = createDatapoints(
    plan.alarms.flatMap((alarm) => alarm.metrics.flatMap((metric) => ('namespace' in metric ? [metric] : []))),
  );
  metrics.watch((point) => datapoints.add(point, Math.floor(minute.at(point.timestamp) / REAL_MINUTE_MS)));
  const longest = Math.max(0, ...plan.alarms.map((alarm) => periodsInRange(alarm) * minutesOf(alarm)));
  const metricAlarms = plan.alarms.map((alarm) => ({ alarm, value: valueOf(alarm, datapoints.statistic) }));
  const rules = plan.compositeAlarms.map((alarm) => ({ alarm, holds: readAlarmRule(alarm.rule) }));

  const enter = (alarm: PlannedAlarm | PlannedCompositeAlarm, to: AlarmState, reason: string) => {
    const from = stateOf(alarm.name) ?? 'INSUFFICIENT_DATA';
    if (from === to) return;
    const at = clock.now();
    states.set(alarm.name, { name: alarm.name, state: to, reason, since: at, description: alarm.description });
    changed({ alarm, from, to, reason, at });
  };

  /** @param now number of the first minute that is not over */
  const evaluate = (now: number) => {
    for (const { alarm, value } of metricAlarms) {
      const length = minutesOf(alarm);
      const values = Array.from({ length: periodsInRange(alarm) }, (_, index) =>
        value(now - (index + 1) * length, now - index * length),
      );
      const { state, reason } = evaluateAlarm(alarm, values, stateOf(alarm.name) ?? 'INSUFFICIENT_DATA');
      enter(alarm, state, reason);
    }
    for (const { alarm, holds } of rules) {
      const on = holds(stateOf);
      enter(alarm, on ? 'ALARM' : 'OK', `The rule ${on ? 'holds' : 'does not hold'}: ${alarm.rule}`);
    }
    datapoints.forgetBefore(now - longest);
  };

  let end: () => void = () => undefined;
  const wait = () => {
    const next = Math.floor((minute.now() - AFTER_THE_MINUTE_MS) / REAL_MINUTE_MS) + 1;
    end = callAt(minute, next * REAL_MINUTE_MS + AFTER_THE_MINUTE_MS, () => {
      const before = clock.now() - minute.scaled(minute.now() - next * REAL_MINUTE_MS) - 1;
      metrics.record(measure(Math.floor(before)));
      evaluate(next);
      wait();
    });
  };
  return {
    start: wait,
    status: () => [...states.values()],
    stop: () => end(),
  };
}

const minutesOf = ({ periodSeconds }: PlannedAlarm): number => (periodSeconds * 1_000) / REAL_MINUTE_MS;

/** What an alarm compares, over the minutes of one period. */
function valueOf(
  { metrics, returned }: PlannedAlarm,
  statistic: ReturnType<typeof createDatapoints>['statistic'],
): (from: number, until: number) => number | undefined {
  const byId = new Map<string, PlannedAlarmMetric>(metrics.map((metric) => [metric.id, metric]));
  const expressions = new Map<string, MetricExpression>(
    metrics.flatMap((metric) => ('expression' in metric ? [[metric.id, readExpression(metric.expression)]] : [])),
  );
  return (from, until) => {
    const value = (id: string): number | undefined => {
      const metric = byId.get(id);
      if (!metric) return undefined;
      return 'expression' in metric ? expressions.get(id)?.(value) : statistic(metric, from, until);
    };
    return value(returned);
  };
}

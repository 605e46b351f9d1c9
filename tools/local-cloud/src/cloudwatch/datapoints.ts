import type { MetricPoint } from '../lambda/metrics';
import type { PlannedAlarmMetric } from '../template/planned';

type Watched = Extract<PlannedAlarmMetric, { readonly namespace: string }>;

/** The values of the metrics that alarms watch, by the minute of the cloud's own time. */
export interface Datapoints {
  /** @param minute number of the minute since the epoch */
  add(point: MetricPoint, minute: number): void;
  /** The statistic over minutes `from` to `until`, the latter not included; undefined where there is no value. */
  statistic(metric: Watched, from: number, until: number): number | undefined;
  forgetBefore(minute: number): void;
}

const keyOf = ({ namespace, name, dimensions }: Pick<Watched, 'namespace' | 'name' | 'dimensions'>): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);

export function createDatapoints(watched: readonly Watched[]): Datapoints {
  const series = new Map<string, Map<number, number[]>>(watched.map((metric) => [keyOf(metric), new Map()]));
  return {
    add(point, minute) {
      const minutes = series.get(keyOf(point));
      if (!minutes) return;
      const values = minutes.get(minute);
      if (values) values.push(point.value);
      else minutes.set(minute, [point.value]);
    },
    statistic(metric, from, until) {
      const minutes = series.get(keyOf(metric));
      const values: number[] = [];
      for (let minute = from; minute < until; minute += 1) values.push(...(minutes?.get(minute) ?? []));
      return values.length === 0 ? undefined : statisticOf(metric.statistic, values);
    },
    forgetBefore(minute) {
      for (const minutes of series.values()) {
        for (const old of minutes.keys()) if (old < minute) minutes.delete(old);
      }
    },
  };
}

function statisticOf(statistic: string, values: readonly number[]): number {
  const sum = () => values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'Sum':
      return sum();
    case 'Average':
      return sum() / values.length;
    case 'SampleCount':
      return values.length;
    case 'Minimum':
      return values.reduce((least, value) => Math.min(least, value));
    case 'Maximum':
      return values.reduce((most, value) => Math.max(most, value));
    default:
      return percentile(Number(statistic.slice(1)), values);
  }
}

/** Of the nearest rank. */
function percentile(share: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((share / 100) * sorted.length));
  return sorted[rank - 1] as number;
}

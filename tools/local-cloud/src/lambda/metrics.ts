/** One measured value, as CloudWatch takes it. */
export interface MetricPoint {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** The values of one metric within one minute, which is CloudWatch's standard resolution. */
export interface MetricStatistics {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Start of the minute, epoch milliseconds. */
  readonly timestamp: number;
  readonly sum: number;
  readonly sampleCount: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface MetricStore {
  record(points: readonly MetricPoint[]): void;
  /** Tells of each measured value from now on. */
  watch(seen: (point: MetricPoint) => void): void;
  /** Oldest first. */
  metrics(): readonly MetricStatistics[];
}

const MINUTE_MS = 60_000;
/** CloudWatch keeps single minutes for 15 days; a laptop needs the last of them. */
const KEPT_MINUTES = 24 * 60;

/** Keeps the metrics of a region in memory, a day of them. */
export function createMetricStore(): MetricStore {
  const watching: ((point: MetricPoint) => void)[] = [];
  const minutes = new Map<number, Map<string, MetricStatistics>>();

  const add = ({ value, timestamp, ...metric }: MetricPoint) => {
    const minute = Math.floor(timestamp / MINUTE_MS) * MINUTE_MS;
    const inMinute = minutes.get(minute) ?? new Map<string, MetricStatistics>();
    const key = JSON.stringify([metric.namespace, metric.name, Object.entries(metric.dimensions).sort(), metric.unit]);
    const before = inMinute.get(key);
    inMinute.set(key, {
      ...metric,
      timestamp: minute,
      sum: (before?.sum ?? 0) + value,
      sampleCount: (before?.sampleCount ?? 0) + 1,
      minimum: Math.min(before?.minimum ?? value, value),
      maximum: Math.max(before?.maximum ?? value, value),
    });
    minutes.set(minute, inMinute);
    for (const old of minutes.keys()) if (old <= minute - KEPT_MINUTES * MINUTE_MS) minutes.delete(old);
  };

  return {
    record: (points) =>
      points.forEach((point) => {
        add(point);
        for (const seen of watching) seen(point);
      }),
    watch: (seen) => void watching.push(seen),
    metrics: () => [...minutes].sort(([a], [b]) => a - b).flatMap(([, inMinute]) => [...inMinute.values()]),
  };
}

interface EmbeddedMetrics {
  readonly _aws?: {
    readonly Timestamp?: number;
    readonly CloudWatchMetrics?: readonly {
      readonly Namespace?: string;
      readonly Dimensions?: readonly (readonly string[])[];
      readonly Metrics?: readonly { readonly Name?: string; readonly Unit?: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/**
 * The metrics that a line of a log carries in CloudWatch's embedded metric format; none for any other line.
 * A metric counts once for each of its dimension sets.
 * Source: CloudWatch User Guide, "Specification: embedded metric format".
 */
export function parseEmbeddedMetrics(line: string): readonly MetricPoint[] {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return [];
  let document: EmbeddedMetrics;
  try {
    document = JSON.parse(line) as EmbeddedMetrics;
  } catch {
    // A text that only looks like a metric is a line of the log, as in CloudWatch.
    return [];
  }
  const timestamp = document._aws?.Timestamp;
  if (typeof timestamp !== 'number') return [];
  return (document._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace = '', Dimensions = [], Metrics = [] }) =>
    (Dimensions.length > 0 ? Dimensions : [[]]).flatMap((set) => {
      const dimensions = Object.fromEntries(set.map((dimension) => [dimension, String(document[dimension])]));
      return Metrics.flatMap(({ Name = '', Unit = 'None' }) =>
        [document[Name]]
          .flat()
          .filter((value) => typeof value === 'number')
          .map((value) => ({ namespace: Namespace, name: Name, dimensions, unit: Unit, value, timestamp })),
      );
    }),
  );
}

import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MonitoringConfig } from '../config/pipeline-config';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

/** A function whose health is watched. */
export interface MonitoredFunction {
  /** First part of the names of its alarms, such as `processor`. */
  readonly subject: string;
  readonly functionName: string;
  readonly timeoutSeconds: number;
  /** Whether files pass it. One that doesn't is called so seldom that its errors are all there is to watch. */
  readonly onDataPath: boolean;
  /** Whether it reads the table's stream: then so is the age of what it reads. */
  readonly readsStream?: boolean;
}

/** Alarms on errors, duration and throttles of a function, and on its lag behind a stream. */
export function addFunctionAlarms(
  alarms: Alarms,
  { subject, functionName, timeoutSeconds, onDataPath, readsStream = false }: MonitoredFunction,
  metrics: RegionMetrics,
  config: MonitoringConfig,
): void {
  alarms.add(`${subject}-errors`, {
    says: `${functionName} failed: it crashed, or ran out of time or of memory.`,
    metric: metrics.lambda(functionName, 'Errors', Stats.SUM),
    threshold: 1,
    critical: onDataPath,
  });
  if (!onDataPath) return;
  alarms.add(`${subject}-duration`, {
    says: `One invocation of ${functionName} in a hundred comes close to its timeout of ${timeoutSeconds} s.`,
    metric: metrics.lambda(functionName, 'Duration', Stats.percentile(99)),
    threshold: timeoutSeconds * 10 * config.durationPercent,
    periods: 3,
    critical: false,
  });
  alarms.add(`${subject}-throttles`, {
    says: `Lambda has refused invocations of ${functionName} for 15 minutes: the account's concurrency is used up.`,
    metric: metrics.lambda(functionName, 'Throttles', Stats.SUM),
    threshold: 1,
    periods: 3,
    critical: false,
  });
  if (!readsStream) return;
  alarms.add(`${subject}-iterator-age`, {
    says: `${functionName} is behind the table's stream, which forgets a change after 24 hours.`,
    metric: metrics.lambda(functionName, 'IteratorAge', Stats.MAXIMUM),
    threshold: config.maxIteratorAgeMinutes * 60_000,
    critical: true,
  });
}

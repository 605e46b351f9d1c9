import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { REGION_DIMENSION, sentinelMetricNames } from '@pipeline/runtime-contract';
import type { Log, MetricSink } from '../ports';

export const powertoolsLog = (logger: Logger): Log => ({
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
});

/** Metrics as EMF lines: CloudWatch makes metrics of them without a call, which an outage could fail. */
export function powertoolsMetrics(metrics: Metrics): MetricSink {
  const publish = (name: string, value: number, unit: (typeof MetricUnit)['Count' | 'Seconds'] = MetricUnit.Count) => {
    metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
  return {
    tick({ available, breakerOpen, heldWithoutNeed, replicationLagSeconds }) {
      for (const [region, answers] of Object.entries(available)) {
        metrics.addDimension(REGION_DIMENSION, region);
        publish(sentinelMetricNames.regionAvailable, answers ? 1 : 0);
      }
      if (breakerOpen !== undefined) publish(sentinelMetricNames.breakerOpen, breakerOpen ? 1 : 0);
      if (heldWithoutNeed !== undefined) publish(sentinelMetricNames.heldWithoutNeed, heldWithoutNeed ? 1 : 0);
      if (replicationLagSeconds !== undefined) {
        publish(sentinelMetricNames.replicationLagSeconds, replicationLagSeconds, MetricUnit.Seconds);
      }
    },
    count: (tally, count) => publish(sentinelMetricNames[tally], count),
    gauge: (name, value) => publish(sentinelMetricNames[name], value),
  };
}

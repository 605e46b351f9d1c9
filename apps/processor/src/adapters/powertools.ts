import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { DATASET_DIMENSION, metricNames } from '@pipeline/runtime-contract';
import type { Log, MetricSink } from '../ports';

/** Structured lines, each correlated by the request id that the handler's middleware adds. */
export const powertoolsLog = (logger: Logger): Log => ({
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
});

/**
 * Metrics as EMF lines on standard output, one line per slice: CloudWatch makes metrics of them without a call of ours,
 * which would need an endpoint in the network and could fail a file.
 */
export function powertoolsMetrics(metrics: Metrics): MetricSink {
  const emit = (
    dataset: string,
    values: readonly (readonly [string, (typeof MetricUnit)[keyof typeof MetricUnit], number])[],
  ) => {
    metrics.addDimensions({ [DATASET_DIMENSION]: dataset });
    // Once more over all datasets: an alarm can't sum what it doesn't know by name.
    metrics.addDimensions({});
    for (const [name, unit, value] of values) metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
  return {
    slice: ({ dataset, counts, bytes, durationMs, retries }) =>
      emit(dataset, [
        [metricNames.rowsStored, MetricUnit.Count, counts.stored],
        [metricNames.rowsDuplicate, MetricUnit.Count, counts.duplicate],
        [metricNames.rowsSuperseded, MetricUnit.Count, counts.superseded],
        [metricNames.rowsRejected, MetricUnit.Count, counts.rejected],
        [metricNames.writeRetries, MetricUnit.Count, retries],
        [metricNames.bytesRead, MetricUnit.Bytes, bytes],
        [metricNames.sliceDuration, MetricUnit.Milliseconds, durationMs],
      ]),
    fileEnded: (dataset, status) =>
      emit(dataset, [
        [status === 'FAILED' ? metricNames.filesFailed : metricNames.filesCompleted, MetricUnit.Count, 1],
      ]),
    messageRetried: () => {
      metrics.addMetric(metricNames.messagesRetried, MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    },
  };
}

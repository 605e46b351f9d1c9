import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { DATASET_DIMENSION, type MetricName, metricNames } from '@pipeline/runtime-contract';
import type { Log, MetricSink } from '../ports';

/** Structured lines, each correlated by the request id that the handler's middleware adds. */
export const powertoolsLog = (logger: Logger): Log => ({
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
});

/** Metrics as EMF lines on standard output: CloudWatch makes metrics of them without a call that could fail a request. */
export function powertoolsMetrics(metrics: Metrics): MetricSink {
  const one = (name: MetricName, dataset: string) => {
    metrics.addDimensions({ [DATASET_DIMENSION]: dataset });
    // Once more over all datasets: a graph can't sum what it doesn't know by name.
    metrics.addDimensions({});
    metrics.addMetric(name, MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
  };
  return {
    uploadIssued: (dataset) => one(metricNames.uploadsIssued, dataset),
    uploadCompleted: (dataset) => one(metricNames.uploadsCompleted, dataset),
  };
}

import type { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { DATASET_DIMENSION, type MetricName, metricNames } from '@pipeline/runtime-contract';
import type { ChangeOutcome, Log, MetricSink } from '../ports';

/** Structured lines, each correlated by the request id that the handler's middleware adds. */
export const powertoolsLog = (logger: Logger): Log => ({
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
  error: (message, fields) => logger.error(message, { ...fields }),
});

/** Tickets are accounted for by the gateway that writes them. */
const NAMES: Readonly<Record<Exclude<ChangeOutcome, 'ticket'>, MetricName>> = {
  stored: metricNames.itemsStored,
  renewed: metricNames.itemsRenewed,
  rejected: metricNames.itemsRejected,
  resolved: metricNames.itemsResolved,
  expired: metricNames.itemsExpired,
  removed: metricNames.itemsRemoved,
  receipt: metricNames.receiptsChanged,
};

/** Metrics as EMF lines on standard output: CloudWatch makes metrics of them without a call that could fail a batch. */
export function powertoolsMetrics(metrics: Metrics): MetricSink {
  const one = (name: MetricName, count = 1) => {
    metrics.addMetric(name, MetricUnit.Count, count);
    metrics.publishStoredMetrics();
  };
  return {
    audited({ dataset, changes, auditLagMs, arrivalToAuditedMs }) {
      metrics.addDimension(DATASET_DIMENSION, dataset);
      for (const [outcome, name] of Object.entries(NAMES) as [keyof typeof NAMES, MetricName][]) {
        metrics.addMetric(name, MetricUnit.Count, changes[outcome] ?? 0);
      }
      if (auditLagMs !== undefined) metrics.addMetric(metricNames.auditLag, MetricUnit.Milliseconds, auditLagMs);
      if (arrivalToAuditedMs !== undefined) {
        metrics.addMetric(metricNames.arrivalToAudited, MetricUnit.Milliseconds, arrivalToAuditedMs);
      }
      metrics.publishStoredMetrics();
    },
    conflictRepaired(dataset) {
      metrics.addDimension(DATASET_DIMENSION, dataset);
      one(metricNames.conflictRepaired);
    },
    poisonRecord: () => one(metricNames.poisonRecords),
    digestsWritten: (count) => one(metricNames.digestsWritten, count),
  };
}

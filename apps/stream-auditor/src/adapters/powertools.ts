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

type Value = readonly [name: MetricName, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number];

/** Metrics as EMF lines on standard output: CloudWatch makes metrics of them without a call that could fail a batch. */
export function powertoolsMetrics(metrics: Metrics): MetricSink {
  const emit = (values: readonly Value[], dataset?: string) => {
    if (dataset !== undefined) {
      metrics.addDimensions({ [DATASET_DIMENSION]: dataset });
      // Once more over all datasets: an alarm can't sum what it doesn't know by name.
      metrics.addDimensions({});
    }
    for (const [name, unit, value] of values) metrics.addMetric(name, unit, value);
    metrics.publishStoredMetrics();
  };
  return {
    audited({ dataset, changes, auditLagMs, arrivalToAuditedMs }) {
      const outcomes = Object.entries(NAMES) as [keyof typeof NAMES, MetricName][];
      const late = (name: MetricName, ms?: number): Value[] =>
        ms === undefined ? [] : [[name, MetricUnit.Milliseconds, ms]];
      emit(
        [
          ...outcomes.map(([outcome, name]): Value => [name, MetricUnit.Count, changes[outcome] ?? 0]),
          ...late(metricNames.auditLag, auditLagMs),
          ...late(metricNames.arrivalToAudited, arrivalToAuditedMs),
        ],
        dataset,
      );
    },
    conflictRepaired: (dataset) => emit([[metricNames.conflictRepaired, MetricUnit.Count, 1]], dataset),
    poisonRecord: () => emit([[metricNames.poisonRecords, MetricUnit.Count, 1]]),
    digestsWritten: (count) => emit([[metricNames.digestsWritten, MetricUnit.Count, count]]),
  };
}

import type { PipelineConfig } from './pipeline-config';

/** Retentions that CloudWatch Logs offers, in days (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Retentions of logs that CloudWatch Logs does not offer, one sentence each. */
export function checkLogRetention({
  network,
  processing,
}: Pick<PipelineConfig, 'network' | 'processing'>): readonly string[] {
  const retentions = [
    ['network.flowLogRetentionDays', network.flowLogRetentionDays],
    ['processing.logRetentionDays', processing.logRetentionDays],
  ] as const;
  return retentions
    .filter(([, days]) => !LOG_RETENTION_DAYS.includes(days))
    .map(([knob, days]) => `${knob} is ${days}: CloudWatch Logs offers ${LOG_RETENTION_DAYS.join(', ')}.`);
}

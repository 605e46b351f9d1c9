import type { PipelineConfig } from './pipeline-config';

/** How a queue would deliver again what is under way, or lose what is late: one sentence each. */
export function checkIngestion({
  ingestion,
  processing,
}: Pick<PipelineConfig, 'ingestion' | 'processing'>): readonly string[] {
  const { visibilityTimeoutSeconds, retentionDays, deadLetterRetentionDays, batchSize, batchingWindowSeconds } =
    ingestion;
  const leastVisibility = 6 * processing.timeoutSeconds + batchingWindowSeconds;
  return [
    ...(visibilityTimeoutSeconds < leastVisibility
      ? [
          `ingestion.visibilityTimeoutSeconds is ${visibilityTimeoutSeconds}: it must be at least ${leastVisibility}, 6 × processing.timeoutSeconds plus the batching window, or a file that is still being processed is delivered again.`,
        ]
      : []),
    ...(deadLetterRetentionDays <= retentionDays
      ? [
          `ingestion.deadLetterRetentionDays is ${deadLetterRetentionDays}: it must be more than ingestion.retentionDays (${retentionDays}), since SQS counts from the first send, or a message that is moved late is deleted at once.`,
        ]
      : []),
    ...(batchSize > 10 && batchingWindowSeconds < 1
      ? [
          `ingestion.batchSize is ${batchSize}: more than 10 needs an ingestion.batchingWindowSeconds of at least 1 (Lambda).`,
        ]
      : []),
  ];
}

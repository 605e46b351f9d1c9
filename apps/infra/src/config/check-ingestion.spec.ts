import { checkIngestion } from './check-ingestion';
import { environments } from './environments';
import type { IngestionConfig, ProcessingConfig } from './pipeline-config';

const { prod } = environments;

const ingestion = (change: Partial<IngestionConfig>) =>
  checkIngestion({ ...prod, ingestion: { ...prod.ingestion, ...change } });
const processing = (change: Partial<ProcessingConfig>) =>
  checkIngestion({ ...prod, processing: { ...prod.processing, ...change } });

describe('checkIngestion', () => {
  it('wants a visibility of six timeouts, or a running file is delivered again', () => {
    expect(ingestion({ visibilityTimeoutSeconds: 1_799 })).toEqual([
      'ingestion.visibilityTimeoutSeconds is 1799: it must be at least 1800, 6 × processing.timeoutSeconds plus the batching window, or a file that is still being processed is delivered again.',
    ]);
    expect(processing({ timeoutSeconds: 301 })).toEqual([
      'ingestion.visibilityTimeoutSeconds is 1800: it must be at least 1806, 6 × processing.timeoutSeconds plus the batching window, or a file that is still being processed is delivered again.',
    ]);
  });

  it('wants dead letters to outlive messages', () => {
    expect(ingestion({ deadLetterRetentionDays: 7 })).toEqual([
      'ingestion.deadLetterRetentionDays is 7: it must be more than ingestion.retentionDays (7), since SQS counts from the first send, or a message that is moved late is deleted at once.',
    ]);
  });

  it('wants a window for a large batch', () => {
    expect(ingestion({ batchSize: 11 })).toEqual([
      'ingestion.batchSize is 11: more than 10 needs an ingestion.batchingWindowSeconds of at least 1 (Lambda).',
    ]);
    expect(ingestion({ batchSize: 11, batchingWindowSeconds: 1, visibilityTimeoutSeconds: 1_801 })).toEqual([]);
  });
});

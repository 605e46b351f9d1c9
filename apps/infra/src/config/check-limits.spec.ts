import { checkLimits } from './check-limits';
import { environments } from './environments';
import type { IngestionConfig, ProcessingConfig, StorageConfig } from './pipeline-config';

const { prod } = environments;

const storage = (change: Partial<StorageConfig>) => checkLimits({ ...prod, storage: { ...prod.storage, ...change } });
const ingestion = (change: Partial<IngestionConfig>) =>
  checkLimits({ ...prod, ingestion: { ...prod.ingestion, ...change } });
const processing = (change: Partial<ProcessingConfig>) =>
  checkLimits({ ...prod, processing: { ...prod.processing, ...change } });

describe('checkLimits', () => {
  it.each([
    [
      () => ingestion({ maximumConcurrency: 2 }),
      "ingestion.maximumConcurrency is 2: it must be a whole number from 3 to 1000 (Lambda's most, and more than the 2 of an open breaker).",
    ],
    [
      () => processing({ memoryMiB: 1_769.5 }),
      'processing.memoryMiB is 1769.5: it must be a whole number from 128 to 10240 (Lambda).',
    ],
    [
      () => storage({ pointInTimeRecoveryDays: 36 }),
      'storage.pointInTimeRecoveryDays is 36: it must be a whole number from 1 to 35 (DynamoDB).',
    ],
    [
      () => processing({ maxRejectedPercent: Number.NaN }),
      'processing.maxRejectedPercent is NaN: it must be a whole number from 0 to 100 (a percentage).',
    ],
  ])('keeps to the limits of AWS (%#)', (check, message) => {
    expect(check()).toEqual([message]);
  });
});

import { checkProcessing } from './check-processing';
import { environments } from './environments';
import type { ProcessingConfig } from './pipeline-config';

const { prod } = environments;

const processing = (change: Partial<ProcessingConfig>) =>
  checkProcessing({ ...prod, processing: { ...prod.processing, ...change } });

describe('checkProcessing', () => {
  it.each([7, 901, 8.5, Number('many')])(
    'reserves what the queue uses, and leaves others theirs: not %s',
    (reserved) => {
      expect(processing({ reservedConcurrency: reserved })).toEqual([
        `processing.reservedConcurrency is ${reserved}: say none, or a whole number from ingestion.maximumConcurrency (8), or messages are throttled until they are dead letters, to 900, since Lambda keeps 100 of an account's 1,000 for other functions.`,
      ]);
    },
  );

  it('leaves a slice time to make progress', () => {
    expect(processing({ splitReserveMs: 300_000 })).toEqual([
      'processing.splitReserveMs is 300000: it must be more than 0 and less than processing.timeoutSeconds (300000 ms), or no slice ever makes progress.',
    ]);
  });
});

import { checkLogRetention } from './check-log-retention';
import { environments } from './environments';
import type { ProcessingConfig } from './pipeline-config';

const { prod } = environments;

const processing = (change: Partial<ProcessingConfig>) =>
  checkLogRetention({ ...prod, processing: { ...prod.processing, ...change } });

describe('checkLogRetention', () => {
  it('knows which retentions CloudWatch Logs offers', () => {
    expect(processing({ logRetentionDays: 364 })).toEqual([
      'processing.logRetentionDays is 364: CloudWatch Logs offers 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.',
    ]);
  });
});

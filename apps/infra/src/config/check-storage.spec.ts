import * as fc from 'fast-check';
import { checkStorage } from './check-storage';
import { environments } from './environments';
import type { StorageConfig } from './pipeline-config';

const { prod } = environments;

const storage = (change: Partial<StorageConfig>) => checkStorage({ ...prod, storage: { ...prod.storage, ...change } });

describe('checkStorage', () => {
  it('wants a replaced version to outlive the dead letter that names it', () => {
    expect(storage({ noncurrentExpiryDays: 14 })).toEqual([
      'storage.noncurrentExpiryDays is 14: it must be more than ingestion.deadLetterRetentionDays (14), or a dead letter names a version that is gone.',
    ]);
  });

  it('archives no earlier than Standard-IA is paid for', () => {
    expect(storage({ infrequentAccessDays: 61 })).toEqual([
      'storage.archiveDays is 90: it must be at least 30 more than storage.infrequentAccessDays (61), for which Standard-IA bills in any case.',
    ]);
  });

  it('scales upwards', () => {
    expect(storage({ minWriteUnitsPerSecond: 10_001 })).toEqual([
      'storage.minWriteUnitsPerSecond is 10001: it must not be more than storage.maxWriteUnitsPerSecond (10000).',
    ]);
  });

  it('accepts powers of two as shard counts and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_024 }), (statusShards) => {
        const isPowerOfTwo = statusShards.toString(2).lastIndexOf('1') === 0;
        expect(storage({ statusShards })).toEqual(
          isPowerOfTwo
            ? []
            : [
                `storage.statusShards is ${statusShards}: it must be a power of two, since it only grows by doubling; take the next one above.`,
              ],
        );
      }),
    );
  });
});

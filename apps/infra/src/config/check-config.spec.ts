import * as fc from 'fast-check';
import { checkConfig } from './check-config';
import { environments } from './environments';
import type {
  CostAnomalyMonitor,
  IngestionConfig,
  MonitoringConfig,
  ProcessingConfig,
  StorageConfig,
} from './pipeline-config';

const { prod } = environments;

const storage = (change: Partial<StorageConfig>) => checkConfig({ ...prod, storage: { ...prod.storage, ...change } });
const ingestion = (change: Partial<IngestionConfig>) =>
  checkConfig({ ...prod, ingestion: { ...prod.ingestion, ...change } });
const processing = (change: Partial<ProcessingConfig>) =>
  checkConfig({ ...prod, processing: { ...prod.processing, ...change } });
const monitoring = (change: Partial<MonitoringConfig>) =>
  checkConfig({ ...prod, monitoring: { ...prod.monitoring, ...change } });

describe('checkConfig', () => {
  it.each(Object.entries(environments))('finds nothing wrong with %s', (_name, config) => {
    expect(checkConfig(config)).toEqual([]);
  });

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

  it.each([7, 901, 8.5, Number('many')])(
    'reserves what the queue uses, and leaves others theirs: not %s',
    (reserved) => {
      expect(processing({ reservedConcurrency: reserved })).toEqual([
        `processing.reservedConcurrency is ${reserved}: say none, or a whole number from ingestion.maximumConcurrency (8), or messages are throttled until they are dead letters, to 900, since Lambda keeps 100 of an account's 1,000 for other functions.`,
      ]);
    },
  );

  it('scales upwards', () => {
    expect(storage({ minWriteUnitsPerSecond: 10_001 })).toEqual([
      'storage.minWriteUnitsPerSecond is 10001: it must not be more than storage.maxWriteUnitsPerSecond (10000).',
    ]);
  });

  it('wants a window for a large batch', () => {
    expect(ingestion({ batchSize: 11 })).toEqual([
      'ingestion.batchSize is 11: more than 10 needs an ingestion.batchingWindowSeconds of at least 1 (Lambda).',
    ]);
    expect(ingestion({ batchSize: 11, batchingWindowSeconds: 1, visibilityTimeoutSeconds: 1_801 })).toEqual([]);
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

  it('knows which retentions CloudWatch Logs offers', () => {
    expect(processing({ logRetentionDays: 364 })).toEqual([
      'processing.logRetentionDays is 364: CloudWatch Logs offers 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.',
    ]);
  });

  it('leaves a slice time to make progress', () => {
    expect(processing({ splitReserveMs: 300_000 })).toEqual([
      'processing.splitReserveMs is 300000: it must be more than 0 and less than processing.timeoutSeconds (300000 ms), or no slice ever makes progress.',
    ]);
  });

  it.each([
    [
      () => ingestion({ maximumConcurrency: 1 }),
      'ingestion.maximumConcurrency is 1: it must be a whole number from 2 to 1000 (Lambda).',
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

  it('raises no alarm over a slice that stops when it should', () => {
    expect(monitoring({ durationPercent: 90 })).toEqual([
      'monitoring.durationPercent is 90: it must be more than 90, where a slice of a large file stops as it should (processing.splitReserveMs before the timeout).',
    ]);
  });

  it('raises the alarm over an old message while there is one', () => {
    expect(monitoring({ maxMessageAgeSeconds: 604_800 })).toEqual([
      'monitoring.maxMessageAgeSeconds is 604800: it must be less than ingestion.retentionDays (604800 s), after which the message is gone.',
    ]);
  });

  it('tells addresses that can be told', () => {
    expect(monitoring({ emails: ['duty@example.com', 'duty'] })).toEqual([
      'monitoring.emails has "duty", which is no e-mail address: correct or remove it.',
    ]);
  });

  it('knows monitors of costs by what they are called', () => {
    const governance = (costAnomalyMonitor: CostAnomalyMonitor) =>
      checkConfig({ ...prod, governance: { ...prod.governance, costAnomalyMonitor } });
    expect(governance('arn:aws:ce::123456789012:anomalymonitor/0f-1a')).toEqual([]);
    expect(governance('arn:aws:sns:us-east-1:1:x')).toEqual([
      'governance.costAnomalyMonitor is "arn:aws:sns:us-east-1:1:x": say own, none, or the ARN of an existing one (arn:aws:ce::<account>:anomalymonitor/<id>).',
    ]);
  });

  it('wants the tags by which costs are allocated', () => {
    const { owner: _, ...tags } = prod.tags;
    expect(checkConfig({ ...prod, tags })).toEqual([
      'tags.owner is "": every resource needs one, of letters, digits and spaces or any of _.:/=+-@.',
    ]);
  });

  it('accepts a suffix that fits', () => {
    expect(storage({ bucketSuffix: 'acme-eu' })).toEqual([]);
  });

  it.each(['Acme', 'acme.eu', '-acme', 'acme-', 'ac--me', 'acme_eu', 'acmé'])(
    'refuses the suffix %s',
    (bucketSuffix) => {
      expect(storage({ bucketSuffix })).toEqual([
        `storage.bucketSuffix is "${bucketSuffix}": use small letters, digits and single hyphens between them, such as "acme-eu".`,
      ]);
    },
  );

  it('counts the characters of the bucket names in each region', () => {
    expect(storage({ bucketSuffix: 'a-suffix-of-32-characters-length' })).toEqual([
      'The bucket name "serverless-data-ingestion-a-suffix-of-32-characters-length-us-west-2-prod" has 73 characters and S3 allows 63: shorten storage.bucketSuffix by 10.',
      'The bucket name "serverless-access-logs-a-suffix-of-32-characters-length-us-west-2-prod" has 70 characters and S3 allows 63: shorten storage.bucketSuffix by 7.',
      'The bucket name "serverless-audit-trail-a-suffix-of-32-characters-length-us-west-2-prod" has 70 characters and S3 allows 63: shorten storage.bucketSuffix by 7.',
      'The bucket name "serverless-audit-failures-a-suffix-of-32-characters-length-us-west-2-prod" has 73 characters and S3 allows 63: shorten storage.bucketSuffix by 10.',
      'The bucket name "serverless-trail-a-suffix-of-32-characters-length-us-west-2-prod" has 64 characters and S3 allows 63: shorten storage.bucketSuffix by 1.',
    ]);
  });

  it('wants digests to look back over all that may be late, and an alarm before changes are given up', () => {
    expect(checkConfig({ ...prod, auditing: { ...prod.auditing, digestLookbackHours: 21 } })).toEqual([
      'auditing.digestLookbackHours is 21: it must be more than 21, the hour of a change that is as late as auditing.maxRecordAgeHours allows, or its object is in no digest.',
    ]);
    expect(checkConfig({ ...prod, auditing: { ...prod.auditing, maxRecordAgeHours: 1 } })).toEqual([
      'monitoring.maxIteratorAgeMinutes is 60: it must be less than auditing.maxRecordAgeHours (60 minutes), after which changes are given up.',
    ]);
  });

  it('wants two regions', () => {
    expect(checkConfig({ ...prod, standbyRegion: 'us-east-1' })).toEqual([
      'standbyRegion is us-east-1, the primary region: choose another one.',
    ]);
  });

  it('names every mistake at once', () => {
    expect(
      checkConfig({ ...prod, standbyRegion: 'us-east-1', storage: { ...prod.storage, statusShards: 12 } }),
    ).toHaveLength(2);
  });
});

import { checkBucketNames } from './check-bucket-names';
import { environments } from './environments';
import type { StorageConfig } from './pipeline-config';

const { prod } = environments;

const storage = (change: Partial<StorageConfig>) =>
  checkBucketNames({ ...prod, storage: { ...prod.storage, ...change } });

describe('checkBucketNames', () => {
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
});

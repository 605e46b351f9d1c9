import type { PipelineConfig } from './pipeline-config';
import { regionNames } from './region-names';

/**
 * What is wrong with the names of buckets, one sentence each.
 * S3 User Guide, "General purpose bucket naming rules"; no dots, which Transfer Acceleration refuses.
 */
export function checkBucketNames(config: PipelineConfig): readonly string[] {
  const { bucketSuffix } = config.storage;
  if (bucketSuffix !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(bucketSuffix)) {
    return [
      `storage.bucketSuffix is "${bucketSuffix}": use small letters, digits and single hyphens between them, such as "acme-eu".`,
    ];
  }
  return [config.primaryRegion, config.standbyRegion].flatMap((region) => {
    const names = regionNames(config, region);
    return [
      names.ingestionBucket,
      names.accessLogBucket,
      names.auditBucket,
      names.auditFailureBucket,
      names.trailBucket,
    ]
      .filter(({ length }) => length > 63)
      .map(
        (bucket) =>
          `The bucket name "${bucket}" has ${bucket.length} characters and S3 allows 63: shorten storage.bucketSuffix by ${bucket.length - 63}.`,
      );
  });
}

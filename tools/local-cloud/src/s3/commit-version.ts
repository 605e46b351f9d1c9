import { type Bucket, objectArn, bucketArn } from './bucket';
import { noSuchBucket } from './fault';
import { type ObjectEvent, notifications } from './notification';
import { retentionFrom } from './object-lock';
import type { NewVersion } from './object-index';
import type { ObjectVersion } from './object-version';
import type { S3Context, S3Request } from './operation';
import type { StoreWrite } from '../store/store';

/** @throws S3Fault when the region has no such bucket. */
export function bucketOf({ buckets }: S3Context, { bucketName }: Pick<S3Request, 'bucketName'>): Bucket {
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) throw noSuchBucket(bucketName);
  return bucket;
}

/** @throws AccessDenied */
export function authorizeObject({ http, bucketName, key, header }: S3Request, action: string): void {
  const encryption = header('x-amz-server-side-encryption');
  const noneMatch = header('if-none-match');
  http.authorize(`s3:${action}`, objectArn(bucketName, key), {
    ...(encryption === undefined ? {} : { 's3:x-amz-server-side-encryption': encryption }),
    ...(noneMatch === undefined ? {} : { 's3:if-none-match': noneMatch }),
  });
}

/**
 * Who may not list a bucket is not told that an object is missing: S3 answers 403 instead of 404.
 * @throws AccessDenied
 */
export function authorizeMissing({ http, bucketName, key }: S3Request): void {
  http.authorize('s3:ListBucket', bucketArn(bucketName), { 's3:prefix': key });
}

/**
 * Puts a new version on top of its key: object, notification and whatever else belongs to it in one commit.
 * Call it in the turn in which the preconditions were checked.
 */
export async function commitVersion(
  context: S3Context,
  request: S3Request,
  created: NewVersion,
  event: ObjectEvent,
  others: readonly StoreWrite[] = [],
): Promise<ObjectVersion> {
  const bucket = bucketOf(context, request);
  const now = context.clock.now();
  const { defaultRetention } = bucket;
  const locked = defaultRetention ? { ...created, retention: retentionFrom(defaultRetention, now) } : created;
  const { version, writes, orphans } = context.index.put(bucket, locked, now);
  const deliveries = notifications(context, bucket, event, version, request);
  await context.store.commit([...writes, ...others, ...deliveries.flatMap((delivery) => delivery.writes)]);
  for (const delivery of deliveries) delivery.publish();
  await context.blobs.remove(orphans);
  return version;
}

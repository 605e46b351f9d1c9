import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Service, ServiceResponse } from '../http/service';
import type { Store } from '../store/store';
import { BlobStore } from './blob-store';
import {
  type Bucket,
  bucketArn,
  type BucketConfiguration,
  refuseConfiguration,
  storedBucket,
  writeBucket,
} from './bucket';
import { hostIdOf, renderFault, requestIdOf } from './fault';
import { dropParts } from './multipart';
import { isOver, uploadsWithParts } from './multipart-upload';
import { testEvent } from './notification';
import { ObjectIndex } from './object-index';
import type { Deliver, Elsewhere, S3Context } from './operation';
import { findOperation, readAddress } from './route';

export type { BucketConfiguration, NotificationRule } from './bucket';
export type { Deliver, Delivery } from './operation';

export interface S3Options {
  readonly store: Store;
  /** Object bodies go into `objects/` under it. */
  readonly dir: string;
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
  readonly deliver: Deliver;
  /** Where a bucket is that another region has; by default there is none. */
  elsewhere?(bucketName: string): Elsewhere | undefined;
}

export interface S3Service extends Service {
  /**
   * Makes a bucket as its template says, or takes over the one of an earlier start. A new or changed notification
   * configuration sends an `s3:TestEvent` to each of its queues, as S3 does.
   * @throws Error with what to do, when S3 would refuse the configuration, or a queue does not exist.
   */
  ensureBucket(configuration: BucketConfiguration): Promise<void>;
}

/** Amazon S3 over a store and a directory. Removes what a crash left behind before it is ready. */
export async function createS3Service(options: S3Options): Promise<S3Service> {
  const { store, dir, deliver, clock } = options;
  const buckets = new Map<string, Bucket>();
  const context: S3Context = {
    ...options,
    elsewhere: options.elsewhere ?? (() => undefined),
    blobs: new BlobStore(join(dir, 'objects')),
    index: new ObjectIndex(store),
    buckets,
  };
  await removeRemains(context);

  return {
    scope: 's3',
    async handle(http) {
      const request = readAddress(http);
      const operation = findOperation(request);
      return withIds(await operation.handle(context, request), http.requestId);
    },
    fault: (error, request) => withIds(renderFault(error, request), request.requestId),
    async ensureBucket(configuration) {
      const { name, notifications } = configuration;
      const stored = storedBucket(store, name);
      const refusal = refuseConfiguration(configuration, stored);
      if (refusal !== undefined) throw new Error(refusal);
      const bucket: Bucket = { ...configuration, createdAt: stored?.createdAt ?? clock.now() };
      const unchanged = JSON.stringify(stored?.notifications ?? []) === JSON.stringify(notifications);
      const queues = unchanged ? [] : new Set(notifications.map(({ queueArn }) => queueArn));
      const deliveries = Array.from(queues, (queueArn) =>
        deliver(queueArn, testEvent(name, randomUUID(), clock.now()), bucketArn(name)),
      );
      await store.commit([writeBucket(bucket), ...deliveries.flatMap(({ writes }) => writes)]);
      for (const delivery of deliveries) delivery.publish();
      buckets.set(name, bucket);
    },
  };
}

const withIds = (response: ServiceResponse, requestId: string): ServiceResponse => ({
  ...response,
  headers: { 'x-amz-request-id': requestIdOf(requestId), 'x-amz-id-2': hostIdOf(requestId), ...response.headers },
});

/** Parts of uploads that are over, and files that were written but never committed. */
async function removeRemains(context: S3Context): Promise<void> {
  const { store, blobs } = context;
  for (const id of await uploadsWithParts(store)) if (isOver(store, id)) await dropParts(context, id);
  const known = new Set<string>();
  for await (const [key] of store.range({ from: 's3/blob/', to: 's3/blob0' })) known.add(key.slice('s3/blob/'.length));
  await blobs.sweep(known);
}

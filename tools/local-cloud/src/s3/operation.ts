import type { ServiceRequest, ServiceResponse } from '../http/service';
import type { Store, StoreWrite } from '../store/store';
import type { BlobStore } from './blob-store';
import type { Bucket } from './bucket';
import type { ObjectIndex } from './object-index';

/** A message that was put into a queue: its writes go with those of what it tells, in one commit. */
export interface Delivery {
  readonly writes: readonly StoreWrite[];
  /** Lets receivers have the message; called when the writes are durable. */
  publish(): void;
}

/**
 * Sends a bucket's event to a queue.
 * @throws Error when there is no such queue.
 */
export type Deliver = (queueArn: string, body: string, sourceArn: string) => Delivery;

/** What the operations work on. */
export interface S3Context {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly index: ObjectIndex;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
  readonly deliver: Deliver;
  /** Where a bucket is that another region has. */
  elsewhere(bucketName: string): Elsewhere | undefined;
}

export interface Elsewhere {
  readonly region: string;
  readonly endpoint: string;
}

/** A request with its address read. */
export interface S3Request {
  readonly http: ServiceRequest;
  /** Empty for operations of the service. */
  readonly bucketName: string;
  /** Decoded; empty for operations of a bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** A header by lower-case name; of a presigned URL also the `x-amz-` parameters, which stand for headers. */
  header(name: string): string | undefined;
  /** Names of all headers, those of presigned parameters included. */
  readonly headerNames: readonly string[];
}

/** One operation of the API. What it does not list is answered 501 by name. */
export interface Operation {
  readonly name: string;
  readonly on: 'service' | 'bucket' | 'object';
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** The query parameter that selects it among the operations of the same method. */
  readonly select?: string;
  /** The header that selects it. */
  readonly selectHeader?: string;
  /** Query parameters it understands. */
  readonly query?: readonly string[];
  /** Headers it understands among those that may change a request's meaning. */
  readonly headers?: readonly string[];
  /** Whether it takes `x-amz-meta-…`. */
  readonly takesMetadata?: boolean;
  handle(context: S3Context, request: S3Request): Promise<ServiceResponse>;
}

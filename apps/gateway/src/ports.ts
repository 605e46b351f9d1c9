import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Ticket } from '@pipeline/record-schema';
import type { GatewayEnvironment } from '@pipeline/runtime-contract';

/** An item as DynamoDB holds it: numbers stay text, so that none of their digits is lost on the way to JSON. */
export type StoredItem = Readonly<Record<string, AttributeValue>>;

export interface ItemKey {
  readonly recordId: string;
  readonly timestamp: string;
}

/** A stretch of one partition of the status index, in the order of its sort key. */
export interface IndexRange {
  readonly statusShard: string;
  /** Inclusive bounds of `timestamp`. */
  readonly from: string;
  readonly to: string;
  /** Goes on behind this entry. */
  readonly after?: ItemKey;
  readonly limit: number;
}

export interface IndexPage {
  readonly keys: readonly ItemKey[];
  /** What the range goes on behind, where it has more entries than these. */
  readonly last?: ItemKey;
}

export interface Table {
  putTicket(ticket: Ticket): Promise<void>;
  get(key: ItemKey): Promise<StoredItem | undefined>;
  /** All items of one partition key: a file's receipts. */
  ofRecord(recordId: string): Promise<readonly StoredItem[]>;
  queryIndex(range: IndexRange): Promise<IndexPage>;
  /** Items in the order of their keys; what was deleted meanwhile is not among them. */
  getAll(keys: readonly ItemKey[]): Promise<readonly StoredItem[]>;
}

/** A request that its holder may send once, with exactly these headers. */
export interface SignedRequest {
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FileToPut {
  readonly key: string;
  readonly size: number;
  /** Base64. */
  readonly sha256: string;
  readonly accelerated: boolean;
}

export interface PartToPut {
  readonly key: string;
  readonly multipartId: string;
  readonly number: number;
  readonly size: number;
  /** Base64. */
  readonly crc64nvme: string;
  readonly accelerated: boolean;
}

export interface PartsToJoin {
  readonly key: string;
  readonly multipartId: string;
  readonly size: number;
  /** Of the whole object, base64. */
  readonly crc64nvme: string;
  readonly parts: readonly { readonly number: number; readonly etag: string; readonly crc64nvme: string }[];
}

export type Joined =
  | { readonly kind: 'joined'; readonly versionId?: string }
  /** S3 knows no such upload: it was aborted, or joined before. */
  | { readonly kind: 'gone' }
  /** What S3 has does not fit what was asked; in S3's words. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The ingestion bucket, of which the gateway only ever writes `incoming/`. */
export interface Bucket {
  /** @throws NoAcceleration where the bucket's endpoint can't be accelerated */
  signPut(file: FileToPut): Promise<SignedRequest>;
  /** @throws NoAcceleration */
  signPart(part: PartToPut): Promise<SignedRequest>;
  startMultipart(key: string): Promise<string>;
  join(parts: PartsToJoin): Promise<Joined>;
  /** Aborting what is gone is no fault. */
  abort(key: string, multipartId: string): Promise<void>;
  has(key: string): Promise<boolean>;
}

/** What `/health` asks of each thing that the data's way needs; a probe rejects when the thing does not answer. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

export interface Probes {
  readonly table: Probe;
  readonly bucket: Probe;
  readonly queue: Probe;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Structured log lines; never a row, never a signed URL. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface MetricSink {
  uploadIssued(dataset: string): void;
  uploadCompleted(dataset: string): void;
}

export interface Ports {
  readonly environment: GatewayEnvironment;
  readonly table: Table;
  readonly bucket: Bucket;
  readonly probes: Probes;
  readonly clock: Clock;
  /** Draws bytes that nobody can guess. */
  random(bytes: number): Uint8Array;
  readonly log: Log;
  readonly metrics: MetricSink;
}

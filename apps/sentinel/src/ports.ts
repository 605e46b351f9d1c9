import type { Receipt, ReceiptFault, ReceiptKey, ReceiptStatus } from '@pipeline/record-schema';
import type { AdoptMessage, SentinelEnvironment } from '@pipeline/runtime-contract';
import type { MappingFacts, UntoldChange } from './breaker';
import type { Cursor } from './sentinel-state';

/** Items under `heartbeat#`, in the replica of either region. */
export interface Heartbeats {
  /** Writes that this region's sentinel was here, at an instant in epoch milliseconds. */
  write(region: string, at: number): Promise<void>;
  /** The last heartbeat of this region's sentinel that the region's replica shows. */
  read(region: string): Promise<number | undefined>;
  /** The sentinel's own state, in the home replica. */
  loadState(): Promise<{ readonly text: string; readonly revision: number } | undefined>;
  /** Saves it under the condition that nobody has since the given revision. */
  saveState(text: string, revision: number): Promise<'saved' | 'overtaken'>;
}

/** One version of an object, not a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly size: number;
  /** ISO 8601 instant in whole seconds. */
  readonly lastModified: string;
}

export interface VersionPage {
  readonly versions: readonly ObjectVersion[];
  /** Absent on the last page. */
  readonly next?: Cursor;
}

export interface Buckets {
  /** Settles when the bucket of the region answers. */
  probe(region: string): Promise<void>;
  /** Versions under `incoming/` of the home bucket. */
  list(after?: Cursor): Promise<VersionPage>;
}

/** The lost region's bucket, in the name of its failover role. */
export interface LostBucket {
  list(after?: Cursor): Promise<VersionPage>;
  /** Copies a version to a key of the home bucket. @returns the version of the copy */
  copy(version: ObjectVersion, key: string): Promise<string>;
}

export interface Queues {
  /** Messages of the region's ingest queue, in flight and delayed ones included. */
  depth(region: string): Promise<number>;
  /** Sends to the home region's. */
  send(message: AdoptMessage): Promise<void>;
}

/** Both at once: ticks that overlap leave what one of them meant, and no mixture. */
export interface MappingChange {
  readonly enabled: boolean;
  readonly maximumConcurrency: number;
}

/** The event source mapping that feeds the processor. */
export interface Mapping {
  read(): Promise<MappingFacts>;
  /** Notes a change that people are to be told of. */
  note(change: UntoldChange): Promise<void>;
  /** Takes notes away. */
  told(changes: readonly UntoldChange[]): Promise<void>;
  /** `busy` while an earlier change is still under way. */
  change(change: MappingChange): Promise<'accepted' | 'busy'>;
}

/** What the index by status knows of an item. */
export type IndexEntry = ReceiptKey;

/** Receipts and upload tickets, in the home replica. */
export interface Receipts {
  /** Those of one file that exist, of any region. */
  of(fileId: string, lastModified: string): Promise<readonly Receipt[]>;
  read(key: ReceiptKey): Promise<Receipt | undefined>;
  /** Items of one shard of a status, by their sort key, ascending, from the first that is above it. */
  byStatus(status: ReceiptStatus | 'ISSUED', shard: number, since?: string): AsyncIterable<IndexEntry>;
  /** Ends a receipt as FAILED if nobody has changed it since it was read. @returns whether it did */
  fail(receipt: Receipt, fault: ReceiptFault, now: number): Promise<boolean>;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** What one tick found. */
export interface TickFigures {
  /** By region. */
  readonly available: Readonly<Record<string, boolean>>;
  readonly breakerOpen?: boolean;
  /** The table answers and yet the processor is not fed. */
  readonly heldWithoutNeed?: boolean;
  /** Absent where the other region's replica does not answer. */
  readonly replicationLagSeconds?: number;
}

export type Tally = 'stateChanges' | 'filesAdopted' | 'notificationsMissed' | 'receiptsStalled';
export type Gauge = 'unmatchedObjects' | 'filesUnreachable';

export interface MetricSink {
  tick(figures: TickFigures): void;
  count(tally: Tally, count: number): void;
  gauge(name: Gauge, value: number): void;
}

/** A call that a policy refuses: the service is there, and the sentinel's role is wrong. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface Ports {
  readonly environment: SentinelEnvironment;
  readonly heartbeats: Heartbeats;
  readonly buckets: Buckets;
  readonly queues: Queues;
  readonly mapping: Mapping;
  readonly receipts: Receipts;
  /** Takes the other region's failover role. */
  openLostBucket(): Promise<LostBucket>;
  /** Tells people. */
  announce(subject: string, message: string): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
}

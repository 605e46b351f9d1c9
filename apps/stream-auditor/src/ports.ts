import type { Image, TrailObject } from '@pipeline/audit-trail';
import type { AuditorEnvironment } from '@pipeline/runtime-contract';

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** The write-once bucket. */
export interface TrailStore {
  /** Creates the object; `there` when one of that key is there already, which stays as it is. */
  create(object: Pick<TrailObject, 'key' | 'body' | 'sha256'>): Promise<'created' | 'there'>;
  /** Objects of a prefix in the order of their keys, from the first that is above `after`. */
  list(prefix: string, after?: string): AsyncIterable<ListedObject>;
  /** @throws Error when there is no such object. */
  read(key: string): Promise<Uint8Array>;
}

/** The one write that the auditor does to the table. */
export interface RepairTable {
  /**
   * Puts the item if the one that is there has a revision below its own; `overtaken` when it has not, or is gone.
   * The item is in DynamoDB's JSON, binary in base64.
   */
  putBack(item: Image, revision: string): Promise<'written' | 'overtaken'>;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Structured log lines; never an image, never a key's content. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** What an audited change did to its item. */
export type ChangeOutcome =
  'stored' | 'renewed' | 'rejected' | 'resolved' | 'expired' | 'removed' | 'receipt' | 'ticket';

/** The audited changes of one dataset in one batch. */
export interface BatchFigures {
  readonly dataset: string;
  readonly changes: Readonly<Partial<Record<ChangeOutcome, number>>>;
  /** The longest time from a write, and from a file's arrival, to its entry, in milliseconds; absent where unknown. */
  readonly auditLagMs?: number;
  readonly arrivalToAuditedMs?: number;
}

export interface MetricSink {
  audited(figures: BatchFigures): void;
  conflictRepaired(dataset: string): void;
  poisonRecord(): void;
  digestsWritten(count: number): void;
}

export interface Ports {
  readonly environment: AuditorEnvironment;
  readonly trail: TrailStore;
  readonly table: RepairTable;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
}

import type { SliceStart } from '@pipeline/file-formats';
import type { Counts, Item, Receipt, ReceiptKey, RejectedRow } from '@pipeline/record-schema';
import type {
  DeadLetterContext,
  HmacKey,
  ObjectAddress,
  ProcessorEnvironment,
  SliceMessage,
  SlicePart,
} from '@pipeline/runtime-contract';

/** An object version, opened: what its response headers say, and its bytes from the one that was asked for. */
export interface OpenedObject {
  readonly versionId?: string;
  readonly etag?: string;
  /** Bytes of the whole object. */
  readonly size: number;
  /** ISO 8601 instant in whole seconds. */
  readonly lastModified: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the transfer; needed where the chunks are not read to their end. */
  close(): void;
}

export interface ObjectStore {
  /**
   * Opens exactly the version of the address, or, without one, the object of its etag.
   * @throws RefuseFile when that version does not exist any more, RetryMessage when S3 can't answer for now.
   */
  open(address: ObjectAddress, fromByte: number, retries: CallRetries): Promise<OpenedObject>;
}

/** What stands in the way of a write: the members that the write rule judges by. */
export interface StandingItem {
  readonly revision?: string;
  readonly contentHash?: string;
  readonly echo?: boolean;
}

/** `written`, or the item whose presence (or absence: `undefined`) failed the condition. */
export type WriteAnswer = { readonly written: true } | { readonly written: false; readonly standing?: StandingItem };

export type RejectedRowKey = Pick<RejectedRow, 'recordId' | 'timestamp'>;

/** Conditional writes of single items: the write rule's two, and that of rejected rows. */
export interface RecordStore {
  /** Puts the item if there is none, or one of a lower revision and another content. */
  put(item: Item, retries: CallRetries): Promise<WriteAnswer>;
  /** Gives the standing item of the same content this revision, its source and the mark `echo`. */
  renew(item: Item, retries: CallRetries): Promise<WriteAnswer>;
  /** Puts a rejected row unless it is there. */
  putRejected(row: RejectedRow, retries: CallRetries): Promise<void>;
  /** A rejected row, or undefined where it has expired. */
  rejectedRow(key: RejectedRowKey, retries: CallRetries): Promise<RejectedRow | undefined>;
  /** A replay stored it: REJECTED becomes RESOLVED, with the sort key of the replay's receipt. */
  resolve(key: RejectedRowKey, by: string, now: number, retries: CallRetries): Promise<void>;
}

/** Receipts, each written by its own region only. */
export interface ReceiptStore {
  /** The receipts of one file that any of the regions wrote. */
  read(keys: readonly ReceiptKey[], retries: CallRetries): Promise<readonly Receipt[]>;
  /** Creates the receipt unless it is there. */
  create(receipt: Receipt, retries: CallRetries): Promise<void>;
  /** RECEIVED or FAILED becomes PROCESSING; undefined when the receipt is completed already. */
  begin(key: ReceiptKey, now: number, retries: CallRetries): Promise<Receipt | undefined>;
  /** Stores where an open slice is cut into others: undefined when it was already, or is done. */
  plan(key: ReceiptKey, plan: SlicePlan, now: number, retries: CallRetries): Promise<Receipt | undefined>;
  /** Adds the counts of a slice and marks it done, once: undefined when the mark was there, or its end was moved. */
  commitSlice(key: ReceiptKey, commit: SliceCommit, now: number, retries: CallRetries): Promise<Receipt | undefined>;
  /** Ends the file: undefined when it is completed already. */
  finish(key: ReceiptKey, ending: ReceiptEnding, now: number, retries: CallRetries): Promise<Receipt | undefined>;
}

/** The slices into which one that had no end is cut. The last of them has none. */
export interface SlicePlan {
  readonly start: number;
  /** Where the others begin. */
  readonly cuts: readonly SliceStart[];
}

/** What one slice adds to its receipt, all in one conditional update. */
export interface SliceCommit {
  /** The slice's first byte: its mark. */
  readonly start: number;
  /** Where the slice ended when it was begun: what was planned since then is not among its counts. */
  readonly end?: number;
  readonly counts: Counts;
  /** What the receipt keeps of a CSV's header, where a row of the slice was rejected. */
  readonly header?: readonly string[];
  /** Bytes read, for the metrics. */
  readonly bytes: number;
  /** Where the rest begins, if the slice stopped before its end. */
  readonly next?: SlicePart;
  /** The slice stopped because too many rows were rejected: the rest stays in the receipt and is not sent on. */
  readonly tooManyRejects?: boolean;
  /** Why the file can't be read beyond the rows that were counted. */
  readonly fault?: { readonly code: string; readonly message: string };
}

export interface ReceiptEnding {
  readonly status: 'COMPLETED' | 'COMPLETED_WITH_REJECTS' | 'FAILED';
  readonly fault?: { readonly code: string; readonly message: string };
  /** Start byte of the slice that would tell of it; the first one does. */
  readonly teller?: number;
}

export interface MessageQueue {
  /** Sets when messages are seen again; what fails is returned, by receipt handle, and costs only time. */
  setVisibility(entries: readonly VisibilityEntry[], retries: CallRetries): Promise<readonly string[]>;
  sendSlice(message: SliceMessage, retries: CallRetries): Promise<void>;
  /** Sends a body again as a new message, with a receive count of its own. */
  resend(body: string, retries: CallRetries): Promise<void>;
  sendToDeadLetters(body: string, context: DeadLetterContext, retries: CallRetries): Promise<void>;
}

export interface VisibilityEntry {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** Bounds and counts the retries of one slice's calls. */
export interface CallRetries {
  readonly timeLeft: () => number;
  readonly onRetry: () => void;
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Structured log lines; never a payload, never a secret. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface SliceFigures {
  readonly dataset: string;
  readonly counts: Counts;
  readonly bytes: number;
  readonly durationMs: number;
  readonly retries: number;
}

export interface MetricSink {
  slice(figures: SliceFigures): void;
  fileEnded(dataset: string, status: ReceiptEnding['status']): void;
  messageRetried(): void;
}

/** The keys of sensitive fields. */
export interface KeyRing {
  /** Oldest first; the same for every file of an environment, whatever region it runs in. */
  hmacKeys(retries: CallRetries): Promise<readonly HmacKey[]>;
}

export interface Ports {
  readonly environment: ProcessorEnvironment;
  readonly objects: ObjectStore;
  readonly records: RecordStore;
  readonly receipts: ReceiptStore;
  readonly queue: MessageQueue;
  readonly keys: KeyRing;
  readonly clock: Clock;
  /** Uniform in [0, 1): jitter only. */
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: MetricSink;
}

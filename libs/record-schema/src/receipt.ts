import { expiry } from './expiry';
import { statusShard } from './status-shard';

/** What became of rows. Always: `rows = stored + duplicate + superseded + rejected`. */
export interface Counts {
  rows: number;
  stored: number;
  duplicate: number;
  superseded: number;
  rejected: number;
}

export const noRows = (): Counts => ({ rows: 0, stored: 0, duplicate: 0, superseded: 0, rejected: 0 });

export type ReceiptStatus = 'RECEIVED' | 'PROCESSING' | 'COMPLETED' | 'COMPLETED_WITH_REJECTS' | 'FAILED';

/** A slice of the file, under its start byte: where it begins, and what it came after. */
export interface ReceiptSlice {
  readonly ordinal: number;
  /** 0 of a replay's part, whose rows need not follow each other. */
  readonly line: number;
  readonly end?: number;
  /** Start byte of the slice whose rest this one is. */
  readonly after?: number;
  /** Start byte of the slice that was planned into this one and others, which run side by side. */
  readonly planned?: number;
  /** Not sent on, since too many rows before it were rejected. */
  readonly held?: boolean;
  /** Why the slice could not be read beyond a point. */
  readonly fault?: ReceiptFault;
}

export interface ReceiptFault {
  readonly code: string;
  readonly message: string;
}

/** The item that accounts for one file, written by one region only. */
export interface Receipt extends Readonly<Counts> {
  /** `file#<file id>` */
  readonly recordId: string;
  /** `<lastModified>#<region>` */
  readonly timestamp: string;
  readonly processingStatus: ReceiptStatus;
  readonly statusShard: string;
  /** Absent where the key belongs to no dataset. */
  readonly dataset?: string;
  readonly object: {
    readonly bucket: string;
    readonly key: string;
    readonly versionId?: string;
    readonly etag?: string;
    readonly size?: number;
    readonly lastModified: string;
  };
  /** Who the file is: another bucket's file, where a failover took it over. */
  readonly origin: { readonly role: string; readonly key: string; readonly versionId?: string };
  /** Of a replay: which one of its file it is, and the sort key of the receipt whose rejected rows it reads again. */
  readonly replay?: { readonly number: number; readonly of: string };
  /** By start byte, of a replay by first ordinal. The file ends when every one of them is done. */
  readonly slices: Readonly<Record<string, ReceiptSlice>>;
  /** The names of a CSV's columns, once a row of it was rejected, as far as `keptHeader` keeps them. */
  readonly header?: readonly string[];
  /** The slices whose counts are in. */
  readonly done: ReadonlySet<number>;
  readonly fault?: ReceiptFault;
  /** Start byte of the slice whose message is the dead letter of a file that nothing mends, also where others break too. */
  readonly toldBy?: number;
  /** Counts the changes of this receipt, from the second of its creation on: one that is made anew goes on above the old. */
  readonly revision: number;
  readonly originRegion: string;
  /** Epoch milliseconds of the last change, of the first slice's begin and of the end. */
  readonly processedAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

export interface ReceiptKey {
  readonly recordId: string;
  readonly timestamp: string;
}

/** A region writes only its own receipts: last-writer-wins would drop marks of one that two regions wrote. */
export const receiptKey = (file: {
  readonly fileId: string;
  readonly lastModified: string;
  readonly region: string;
  /** Of a replay of the file's rejected rows, which has a receipt of its own. */
  readonly replay?: number;
}): ReceiptKey => ({
  recordId: `file#${file.fileId}`,
  timestamp: `${file.lastModified}#${file.region}${file.replay === undefined ? '' : `#replay-${file.replay}`}`,
});

export interface NewReceipt {
  readonly fileId: string;
  readonly dataset?: string;
  readonly object: Receipt['object'];
  readonly origin: Receipt['origin'];
  readonly region: string;
  readonly replay?: { readonly number: number; readonly of: string; readonly parts: readonly number[] };
  readonly shardCount: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The receipt of a file that is received and not begun. */
export function newReceipt({ fileId, dataset, object, origin, region, replay, shardCount, now }: NewReceipt): Receipt {
  const { lastModified } = object;
  const key = receiptKey({ fileId, lastModified, region, ...(replay && { replay: replay.number }) });
  const parts = replay?.parts.map((first) => [String(first), { ordinal: first, line: 0 }] as const);
  const { role, key: originKey, versionId } = origin;
  return {
    ...key,
    processingStatus: 'RECEIVED',
    statusShard: statusShard('RECEIVED', key.recordId, shardCount),
    ...(dataset === undefined ? {} : { dataset }),
    object,
    origin: { role, key: originKey, ...(versionId === undefined ? {} : { versionId }) },
    ...noRows(),
    ...(replay && { replay: { number: replay.number, of: replay.of } }),
    slices: parts ? Object.fromEntries(parts) : { '0': { ordinal: 1, line: 1 } },
    done: new Set(),
    revision: Math.floor(now / 1_000),
    originRegion: region,
    processedAt: now,
    expiresAt: expiry(lastModified),
  };
}

export const isComplete = ({ processingStatus }: Pick<Receipt, 'processingStatus'>): boolean =>
  processingStatus === 'COMPLETED' || processingStatus === 'COMPLETED_WITH_REJECTS';

/** Completed states never change; FAILED only by a later delivery. */
export const isTerminal = (receipt: Pick<Receipt, 'processingStatus'>): boolean =>
  isComplete(receipt) || receipt.processingStatus === 'FAILED';

/** A receipt as the table gives it: an empty set of marks is not stored. */
export function receiptFromItem(item: Readonly<Record<string, unknown>>): Receipt {
  const { done } = item as { readonly done?: Iterable<number> };
  return { ...(item as unknown as Receipt), done: new Set(done ?? []) };
}

/** A receipt as the table takes it. */
export function receiptToItem({ done, ...receipt }: Receipt): Readonly<Record<string, unknown>> {
  return done.size === 0 ? receipt : { ...receipt, done };
}

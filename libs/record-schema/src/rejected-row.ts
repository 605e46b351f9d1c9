import { isUtf8 } from 'node:buffer';
import { bounded, type Fault } from './fault';
import type { FileStamp } from './item';
import type { Dataset } from './dataset';
import { expiry } from './expiry';
import { redactedFaults, redactedRow } from './redaction';
import { statusShard } from './status-shard';

/** A row that was refused, with its faults and its bytes, so that it can be repaired and replayed. */
export interface RejectedRow {
  /** `rejected#<file id>#<ordinal>` */
  readonly recordId: string;
  /** The object's lastModified. */
  readonly timestamp: string;
  /** `RESOLVED` once a replay stored it. */
  readonly processingStatus: 'REJECTED' | 'RESOLVED';
  readonly statusShard: string;
  readonly dataset: string;
  readonly fileId: string;
  readonly ordinal: number;
  /** Byte of the (inflated) object where the row begins. */
  readonly offset: number;
  /** Physical line on which it begins, from 1. */
  readonly line: number;
  /** In bytes, without the line end. */
  readonly length: number;
  readonly faults: readonly Fault[];
  /** The row as delivered, at most `MAX_RAW_BYTES` of it; bytes that are no UTF-8 are kept as bytes. */
  readonly raw?: string;
  readonly rawBytes?: Uint8Array;
  readonly rawTruncated?: boolean;
  /** `raw` is the row without its sensitive members, written anew; absent where the row could not be read at all. */
  readonly redacted?: boolean;
  /** Sort key of the receipt of the replay that resolved it. */
  readonly resolvedBy?: string;
  readonly originRegion: string;
  readonly processedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** A repair needs the row, and an item holds 400 KB: more of a broken row than this nobody reads. */
const MAX_RAW_BYTES = 65_536;

/** The faults of one item; more say nothing more. */
const MAX_FAULTS = 50;
const MAX_MESSAGE = 1_000;

export interface Refusal {
  readonly position: {
    readonly ordinal: number;
    readonly offset: number;
    readonly line: number;
    readonly length: number;
  };
  readonly faults: readonly Fault[];
  readonly raw: Uint8Array;
  /** Of a row that was read and does not fit its schema. */
  readonly value?: unknown;
  /** What the faults of a row that could not be read mean, by their codes. */
  readonly meanings?: Readonly<Record<string, string>>;
}

export function toRejectedRow(dataset: Dataset, file: FileStamp, refusal: Refusal, now: number): RejectedRow {
  const { ordinal, offset, line, length } = refusal.position;
  const { faults, ...raw } = dataset.sensitive
    ? guarded(dataset, refusal)
    : { faults: refusal.faults, ...kept(refusal.raw, length) };
  const recordId = `rejected#${file.fileId}#${ordinal}`;
  return {
    recordId,
    timestamp: file.lastModified,
    processingStatus: 'REJECTED',
    statusShard: statusShard('REJECTED', recordId, file.shardCount),
    dataset: dataset.name,
    fileId: file.fileId,
    ordinal,
    offset,
    line,
    length,
    faults: faults.slice(0, MAX_FAULTS).map(boundedFault),
    ...raw,
    originRegion: file.region,
    processedAt: now,
    expiresAt: expiry(file.lastModified),
  };
}

/** Every text of a fault, so that fifty of them fit beside the row: some 6 KB each at most. */
const boundedFault = ({ code, path, message, expected, actual }: Fault): Fault => ({
  code: bounded(code),
  path: bounded(path),
  message: bounded(message, MAX_MESSAGE),
  ...(expected === undefined ? {} : { expected: bounded(expected) }),
  ...(actual === undefined ? {} : { actual: bounded(actual) }),
});

/** What may be kept of a row with sensitive members: the others, if the row was read at all. */
function guarded(
  dataset: Dataset,
  { faults, value, meanings }: Refusal,
): Pick<RejectedRow, 'faults' | 'raw' | 'redacted'> {
  if (value === undefined) return { faults: redactedFaults(faults, meanings), redacted: true };
  const raw = Buffer.from(JSON.stringify(redactedRow(dataset, value) ?? null));
  return { faults, ...kept(raw, raw.length), redacted: true };
}

function kept(raw: Uint8Array, length: number): Pick<RejectedRow, 'raw' | 'rawBytes' | 'rawTruncated'> {
  const whole = raw.length <= MAX_RAW_BYTES;
  const bytes = whole ? raw : raw.subarray(0, wholeCharacters(raw, MAX_RAW_BYTES));
  const truncated = whole && raw.length >= length ? {} : { rawTruncated: true };
  // A copy, so that a row that waits to be written does not keep its whole chunk in memory.
  return isUtf8(bytes)
    ? { raw: Buffer.from(bytes).toString('utf8'), ...truncated }
    : { rawBytes: Uint8Array.from(bytes), ...truncated };
}

/** The end at or before `end` that cuts no UTF-8 character, whose bytes after the first are 10xxxxxx: text stays text. */
function wholeCharacters(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > end - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at > end - 4 ? at : end;
}

import { type Either, left, right } from 'fp-ts/Either';
import { canonicalText } from './content-hash';
import type { Payload } from './dataset';
import type { DecimalValue } from './decimal';
import type { Fault, FaultCode } from './fault';
import { hash22 } from './hash';
import { depthOf, itemSize, unstorableAt, MAX_ITEM_BYTES, MAX_ITEM_DEPTH, MAX_PARTITION_KEY_BYTES } from './item-size';
import { isSequence, revisionOf } from './revision';
import { statusShard } from './status-shard';

/** A record as it is stored. */
export interface Item {
  /** Partition key: `<dataset>#<business key>`. */
  readonly recordId: string;
  /** Sort key: the record's own event time, ISO 8601 UTC milliseconds. */
  readonly timestamp: string;
  readonly processingStatus: 'PROCESSED';
  readonly statusShard: string;
  readonly payload: Payload;
  readonly schemaVersion: number;
  /** `<file id>:<ordinal>`: where the record came from. */
  readonly source: string;
  /** The highest wins, always. */
  readonly revision: string;
  readonly contentHash: string;
  /** The last writer found the same content already there. */
  readonly echo?: boolean;
  /** Region whose processor wrote the item. */
  readonly originRegion: string;
  /** Epoch milliseconds. */
  readonly processedAt: number;
}

/** What all items of one file share. */
export interface FileStamp {
  readonly fileId: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
  readonly region: string;
  readonly shardCount: number;
}

export interface ItemDraft {
  readonly dataset: string;
  readonly schemaVersion: number;
  readonly key: string;
  readonly time: string;
  readonly payload: Payload;
  readonly ordinal: number;
  readonly sequence?: DecimalValue;
}

/** The item of a record, or why DynamoDB would not take it. */
export function toItem(draft: ItemDraft, file: FileStamp, now: number): Either<readonly Fault[], Item> {
  const { dataset, schemaVersion, key, time, payload, ordinal, sequence } = draft;
  if (sequence !== undefined && !isSequence(sequence)) return left([SEQUENCE_RANGE]);
  const order = sequence === undefined ? {} : { sequence };
  const recordId = `${dataset}#${key}`;
  const content = canonicalText(payload);
  const item: Item = {
    recordId,
    timestamp: time,
    processingStatus: 'PROCESSED',
    statusShard: statusShard('PROCESSED', recordId, file.shardCount),
    payload,
    schemaVersion,
    source: `${file.fileId}:${ordinal}`,
    revision: revisionOf({ ...order, lastModified: file.lastModified, fileId: file.fileId, ordinal, schemaVersion }),
    contentHash: hash22(content),
    originRegion: file.region,
    processedAt: now,
  };
  const faults = keyFaults(item, key).concat(payloadFaults(item, content));
  return faults.length === 0 ? right(item) : left(faults);
}

const fault = (code: FaultCode, message: string, path = ''): Fault => ({ code, path, message });

const SEQUENCE_RANGE = fault(
  'sequence.range',
  'The sequence of the record is not a whole number from 0 on of at most 20 digits. Correct it and send the row again.',
);

/** The one form of a sort key: it orders as time does, and no other spelling makes a second item of the same record. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Faults do not quote the key or the time: what personal data is in them, only the dataset knows. */
function keyFaults({ recordId, timestamp }: Item, key: string): readonly Fault[] {
  const faults: Fault[] = [];
  if (key === '') {
    faults.push(fault('key.empty', 'The business key is empty. Give the record its identity and send the row again.'));
  }
  const bytes = Buffer.byteLength(recordId);
  if (bytes > MAX_PARTITION_KEY_BYTES) {
    const message = `The key has ${bytes} bytes; DynamoDB takes ${MAX_PARTITION_KEY_BYTES}. Shorten the business key.`;
    faults.push(fault('key.size', message));
  }
  if (!INSTANT.test(timestamp)) {
    const message =
      'The time of the record is not an instant as 2026-01-31T23:59:59.000Z. Correct the time of its dataset.';
    faults.push(fault('time.format', message));
  }
  return faults;
}

/** More than all that an item has beside its key and its content. */
const ENVELOPE_BYTES = 1_024;

/**
 * The longest key and content, in UTF-16 code units, whose item is small enough whatever is in them: none of their units
 * is more than six bytes of it (three of UTF-8, and a number of one digit takes two where its text takes one).
 */
const SURELY_SMALL = Math.floor((MAX_ITEM_BYTES - ENVELOPE_BYTES) / 6);

/** Deeper than what is stored nothing is looked at. */
function payloadFaults(item: Item, content: string): readonly Fault[] {
  // The map of the payload is a level itself.
  if (depthOf(item.payload) > MAX_ITEM_DEPTH) {
    const message = `The record nests deeper than ${MAX_ITEM_DEPTH} levels. Flatten it and send the row again.`;
    return [fault('item.depth', message)];
  }
  const unstorable = unstorableAt(item.payload);
  if (unstorable !== undefined) {
    const message = `${unstorable}: the transform made a number that DynamoDB does not store. Correct the row or the dataset.`;
    return [fault('number.range', message, unstorable)];
  }
  if (item.recordId.length + content.length <= SURELY_SMALL) return [];
  const bytes = itemSize(item);
  return bytes > MAX_ITEM_BYTES
    ? [fault('item.size', `The item would have ${bytes} bytes; DynamoDB stores ${MAX_ITEM_BYTES}. Split the record.`)]
    : [];
}

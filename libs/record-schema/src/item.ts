import { type Either, left, right } from 'fp-ts/Either';
import { contentHash } from './content-hash';
import type { Payload } from './dataset';
import type { Fault, FaultCode } from './fault';
import {
  depthOf,
  itemSize,
  MAX_ITEM_BYTES,
  MAX_ITEM_DEPTH,
  MAX_PARTITION_KEY_BYTES,
  MAX_SORT_KEY_BYTES,
} from './item-size';
import { revisionOf } from './revision';
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
}

/** The item of a record, or why DynamoDB would not take it. */
export function toItem(draft: ItemDraft, file: FileStamp, now: number): Either<readonly Fault[], Item> {
  const { dataset, schemaVersion, key, time, payload, ordinal } = draft;
  const recordId = `${dataset}#${key}`;
  const item: Item = {
    recordId,
    timestamp: time,
    processingStatus: 'PROCESSED',
    statusShard: statusShard('PROCESSED', recordId, file.shardCount),
    payload,
    schemaVersion,
    source: `${file.fileId}:${ordinal}`,
    revision: revisionOf({ lastModified: file.lastModified, fileId: file.fileId, ordinal, schemaVersion }),
    contentHash: contentHash(payload),
    originRegion: file.region,
    processedAt: now,
  };
  const faults = storageFaults(item, key);
  return faults.length === 0 ? right(item) : left(faults);
}

function storageFaults(item: Item, key: string): Fault[] {
  const faults: Fault[] = [];
  const refuse = (code: FaultCode, message: string) => faults.push({ code, path: '', message });
  if (key === '')
    refuse('key.empty', 'The business key is empty. Give the record its identity and send the row again.');
  const keyBytes = Buffer.byteLength(item.recordId);
  if (keyBytes > MAX_PARTITION_KEY_BYTES || Buffer.byteLength(item.timestamp) > MAX_SORT_KEY_BYTES) {
    refuse(
      'key.size',
      `The key has ${keyBytes} bytes; DynamoDB takes ${MAX_PARTITION_KEY_BYTES}. Shorten the business key.`,
    );
  }
  // The map of the payload is a level itself.
  if (depthOf(item.payload) > MAX_ITEM_DEPTH) {
    refuse('item.depth', `The record nests deeper than ${MAX_ITEM_DEPTH} levels. Flatten it and send the row again.`);
  } else {
    const bytes = itemSize(item);
    if (bytes > MAX_ITEM_BYTES) {
      refuse('item.size', `The item would have ${bytes} bytes; DynamoDB stores ${MAX_ITEM_BYTES}. Split the record.`);
    }
  }
  return faults;
}

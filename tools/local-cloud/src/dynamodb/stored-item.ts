import type { Timestamp } from './hybrid-clock';
import type { Item } from './value/attribute-value';

/**
 * An item as the store has it: a line with the timestamp of its last write, hidden from clients, and the item as JSON.
 * A tombstone is the line alone.
 */
export class StoredItem {
  private parsed: Item | undefined;

  private constructor(
    readonly timestamp: Timestamp,
    /** The item in DynamoDB JSON. */
    readonly json: string,
  ) {}

  static decode(bytes: Uint8Array): StoredItem {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const end = text.indexOf('\n');
    return new StoredItem(decodeTimestamp(text.slice(0, end)), text.slice(end + 1));
  }

  /** The item; it is shared by all who ask, and nobody changes it. */
  get item(): Item {
    return (this.parsed ??= this.copy());
  }

  /** A copy of the item for its caller to change. */
  copy(): Item {
    return JSON.parse(this.json) as Item;
  }
}

function decodeTimestamp(line: string): Timestamp {
  const [ms, counter, region] = line.split(' ');
  return { ms: Number(ms), counter: Number(counter), region: region ?? '' };
}

/** @param json the item in DynamoDB JSON, empty for a tombstone */
export function encodeStored({ ms, counter, region }: Timestamp, json: string): Uint8Array {
  return Buffer.from(`${ms} ${counter} ${region}\n${json}`);
}

import type { StreamRecord } from './stream-record';

/** A shard with the records that its reader has not settled yet. */
export interface Shard {
  readonly records: StreamRecord[];
  /** The shard that it was split from: read to its end before this one is begun. */
  readonly parent?: Shard;
  /** Records that were read and are not settled. */
  reading: number;
}

export const isDrained = ({ records, reading }: Shard): boolean => records.length === 0 && reading === 0;

/** The shards of one replica's stream: an item's records are in one shard, and after a split in one of its children. */
export class StreamShards {
  #open: readonly Shard[];

  constructor(count: number) {
    this.#open = Array.from({ length: count }, () => ({ records: [], reading: 0 }));
  }

  /** Appends a record; the shard that has it now. */
  push(record: StreamRecord): Shard {
    let hash = 0;
    for (let index = 0; index < record.key.length; index += 1) {
      hash = (Math.imul(hash, 31) + record.key.charCodeAt(index)) | 0;
    }
    const shard = this.#open[(hash >>> 0) % this.#open.length] as Shard;
    shard.records.push(record);
    return shard;
  }

  /** Closes every shard; two children each take over its items. */
  split(): void {
    const parents = this.#open;
    this.#open = Array.from({ length: parents.length * 2 }, (_, index) => {
      // A hash modulo twice the number is the parent's place, or that and the number more.
      const parent = parents[index % parents.length] as Shard;
      return { records: [], reading: 0, parent };
    });
  }

  get open(): readonly Shard[] {
    return this.#open;
  }
}

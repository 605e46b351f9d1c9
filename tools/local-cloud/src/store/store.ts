/**
 * The one durable store under bucket, queue and table. Keys are strings ordered by their UTF-8 bytes; values are bytes.
 * A service owns a key prefix (`s3/…`, `sqs/…`, `dynamodb/…`) and touches no other.
 */
export type StoreWrite =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'delete'; readonly key: string };

export interface StoreRange {
  /** First key of the range, included. */
  readonly from: string;
  /** First key after the range. */
  readonly to: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

export interface Store {
  /**
   * The value of a key, synchronously, writes that were committed but are still on their way to the disk included:
   * a service decides and commits in one turn of the event loop, and needs no lock.
   */
  get(key: string): Uint8Array | undefined;
  /** Keys and values in key order, as of the call; everything committed before the call is in it. */
  range(range: StoreRange): AsyncIterable<readonly [key: string, value: Uint8Array]>;
  /**
   * Takes all writes or none. They are visible to `get` at once; the promise resolves when a SIGKILL can't undo them.
   * A service answers its client only after that.
   */
  commit(writes: readonly StoreWrite[]): Promise<void>;
  close(): Promise<void>;
}

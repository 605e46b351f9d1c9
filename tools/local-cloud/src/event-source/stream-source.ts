/** A change of a table as a mapping hands it to a function. */
export interface StreamRecord {
  /** Of the shard: 1, 2, 3 … */
  readonly sequence: number;
  /** As the event shows the sequence number, and as a function names the record in its answer. */
  readonly sequenceNumber: string;
  /** When it was committed, milliseconds since the epoch. */
  readonly at: number;
  /** The key of its item, as text: records of one item keep their order. */
  readonly item: string;
  /** The record as it stands in the event. */
  readonly event: object;
  /** Of the event's JSON text. */
  readonly bytes: number;
}

/** What a mapping needs of its stream, which is one shard. */
export interface StreamSource {
  /** Sequence numbers of the oldest record that is kept and of the newest that is durable. */
  range(): { readonly oldest: number; readonly newest: number };
  /** The records from a sequence number on, those to come included, until the abort. */
  follow(from: number, signal: AbortSignal): AsyncIterable<StreamRecord>;
}

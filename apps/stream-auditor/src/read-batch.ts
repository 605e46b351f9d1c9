import { type ObservedEntry, type StreamRecord, toEntry } from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';

/** A record of the stream with its entry. */
export interface Change extends ObservedEntry {
  readonly record: StreamRecord;
}

export interface ReadBatch {
  /** The audited changes before the poison record, if there is one, in the stream's order. */
  readonly changes: readonly Change[];
  /** The first record that can't be understood. */
  readonly poison?: { readonly sequenceNumber: string; readonly reason: string };
}

/** The changes of a batch, up to the first record that can't be understood: order within a key is kept that way. */
export function readBatch(records: readonly StreamRecord[]): ReadBatch {
  const changes: Change[] = [];
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    const seconds = record.dynamodb?.ApproximateCreationDateTime;
    const entry = toEntry(record);
    if (isLeft(entry)) return { changes, poison: { sequenceNumber, reason: entry.left } };
    if (!/^\d+$/.test(sequenceNumber) || typeof seconds !== 'number') {
      return { changes, poison: { sequenceNumber, reason: 'the record has no sequence number or no time' } };
    }
    if (entry.right) changes.push({ record, entry: entry.right, sequenceNumber, seconds });
  }
  return { changes };
}

import type { Timestamp } from './hybrid-clock';
import type { TableDefinition } from './table-definition';

/** How far a table's history has got; written with every commit, so that it never goes back. */
export interface Position {
  /** The sequence number of the newest change. */
  readonly sequence: number;
  /** The sequence number of the newest change that was trimmed; 0 for none. */
  readonly trimmed: number;
  readonly clock: Pick<Timestamp, 'ms' | 'counter'>;
  readonly items: number;
  /** Sum of the items' sizes by DynamoDB's rules. */
  readonly bytes: number;
}

/** What of a table is kept beside its template: its identity, and the definition its data was written under. */
export interface TableRecord {
  readonly definition: TableDefinition;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The last part of the stream's ARN: the instant the stream was switched on. */
  readonly streamLabel?: string;
}

export interface Table extends TableRecord {
  readonly arn: string;
  readonly streamArn: string | undefined;
  readonly places: Places;
  position: Position;
  /** The newest change that a crash can't undo. */
  durableSequence: number;
}

/** Where in the store the parts of a table are: prefixes of keys, and keys. */
export interface Places {
  readonly record: string;
  readonly position: string;
  readonly items: string;
  /** Of deleted items: the timestamp of the delete, so that an older write that arrives later does not undo it. */
  readonly tombstones: string;
  readonly changes: string;
  index(name: string): string;
  change(sequence: number): string;
}

const ROOT = 'dynamodb/';

/** Tokens of transactions, of all tables; `~` is in no table's name. */
export const TRANSACTION_TOKENS = `${ROOT}~transactions/`;

/** Digits of a sequence number: the least that the Streams API allows. */
const SEQUENCE_DIGITS = 21;

/** A sequence number as clients of the stream see it; its text sorts as its number does. */
export function showSequence(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

export function placesOf(table: string): Places {
  const root = `${ROOT}${table}/`;
  return {
    record: `${root}record`,
    position: `${root}position`,
    items: `${root}items/`,
    tombstones: `${root}tombstones/`,
    changes: `${root}changes/`,
    index: (name) => `${root}indexes/${name}/`,
    change: (sequence) => `${root}changes/${showSequence(sequence)}`,
  };
}

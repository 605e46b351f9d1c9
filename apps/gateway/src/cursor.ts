import { createHash } from 'node:crypto';
import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';
import { Refusal } from './errors';

/** Where a listing of the status index goes on: behind this entry of this shard, in the order (timestamp, shard). */
export interface IndexPosition {
  readonly shard: number;
  readonly timestamp: string;
  readonly recordId: string;
}

/** DynamoDB refuses a key that is empty, or longer than these bytes: that must not look like a fault of ours. */
const keyOf = (longest: number) =>
  t.refinement(t.string, (text) => text !== '' && Buffer.byteLength(text) <= longest, `a key of 1 to ${longest} bytes`);
const count = t.refinement(t.number, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');

const indexPosition = t.readonly(t.type({ shard: count, timestamp: keyOf(1_024), recordId: keyOf(2_048) }));
const ordinalPosition = t.readonly(t.type({ ordinal: count }));

/** A listing goes on under the question it began with. */
const digestOf = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 8);

const write = (question: unknown, position: object): string =>
  Buffer.from(JSON.stringify([digestOf(question), position])).toString('base64url');

/**
 * A cursor is not signed: it opens nothing that its bearer could not ask for, since every route needs the same right.
 * It is validated, and bound to its question.
 * @throws Refusal
 */
function read<A>(codec: t.Type<A, unknown>, question: unknown, cursor: string): A {
  const decoded = t.tuple([t.string, codec]).decode(parsed(cursor));
  if (isLeft(decoded) || decoded.right[0] !== digestOf(question)) {
    throw new Refusal(
      'invalid-cursor',
      'The cursor does not belong to this question: take it from the answer before, and repeat its other parameters.',
    );
  }
  return decoded.right[1];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

export const writeIndexCursor = (question: unknown, position: IndexPosition): string => write(question, position);
export const readIndexCursor = (question: unknown, cursor: string): IndexPosition =>
  read(indexPosition, question, cursor);
export const writeOrdinalCursor = (question: unknown, ordinal: number): string => write(question, { ordinal });
export const readOrdinalCursor = (question: unknown, cursor: string): number =>
  read(ordinalPosition, question, cursor).ordinal;

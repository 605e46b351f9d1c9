import { type Either, isLeft, left, right } from 'fp-ts/Either';
import * as t from 'io-ts';

const count = t.refinement(t.number, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number');

/** Where the bytes of one object version are. Without `versionId` (a bucket that was never versioned) `etag` pins it. */
const objectAddress = t.readonly(
  t.intersection([t.type({ bucket: t.string, key: t.string }), t.partial({ versionId: t.string, etag: t.string })]),
);
export type ObjectAddress = t.TypeOf<typeof objectAddress>;

/** Who a file is, wherever its bytes lie: role of the bucket of first delivery, key, version, time. */
const fileOrigin = t.readonly(
  t.intersection([
    t.type({ role: t.string, key: t.string }),
    t.partial({
      versionId: t.string,
      /** ISO 8601 instant in whole seconds. Absent in an event, which doesn't know it: the pinned GET tells. */
      lastModified: t.string,
    }),
  ]),
);
export type FileOrigin = t.TypeOf<typeof fileOrigin>;

/** The part of a file that one invocation handles: from a row's first byte, to another's or to the end of the file. */
const slicePart = t.readonly(
  t.intersection([
    t.type({
      /** Byte of the (inflated) object where the slice's first row begins; 0 is the whole file's slice. */
      start: count,
      /** Ordinal and physical line of that row, from 1. */
      ordinal: count,
      line: count,
    }),
    t.partial({ end: count }),
  ]),
);
export type SlicePart = t.TypeOf<typeof slicePart>;

/** Our own message: the rest of a file whose earlier part is committed, or one part of a planned file. */
export const sliceMessage = t.readonly(
  t.type({
    kind: t.literal('slice'),
    fileId: t.string,
    address: objectAddress,
    origin: fileOrigin,
    slice: slicePart,
    /** Times that this slice was handed on without progress; bounded, so that a chain always ends. */
    attempt: count,
  }),
);
export type SliceMessage = t.TypeOf<typeof sliceMessage>;

/** The sentinel's message: a file of the lost region whose bytes it copied here. */
export const adoptMessage = t.readonly(
  t.type({ kind: t.literal('adopt'), address: objectAddress, origin: fileOrigin }),
);
export type AdoptMessage = t.TypeOf<typeof adoptMessage>;

/** Rows of one part of a replay: their items fit one invocation's memory, and their ordinals one message. */
export const MAX_REPLAY_ROWS = 500;

const ordinals = t.refinement(
  t.readonlyArray(t.refinement(count, (value) => value > 0)),
  (rows) => rows.length > 0 && rows.every((row, index) => index === 0 || row > (rows[index - 1] ?? 0)),
  'ascending ordinals',
);

/** An operator's message: rejected rows of one file, to be read again after their schema, or the reader, was mended. */
export const replayMessage = t.readonly(
  t.type({
    kind: t.literal('replay'),
    fileId: t.string,
    address: objectAddress,
    origin: t.intersection([fileOrigin, t.type({ lastModified: t.string })]),
    /** From 1: the replays of one file, each with a receipt of its own. */
    replay: t.refinement(count, (value) => value > 0),
    /** Sort key of the receipt whose rejected rows these are. */
    of: t.string,
    /** Ordinals of the rows of this part, at most `MAX_REPLAY_ROWS`; the first is its mark in the receipt. */
    rows: t.refinement(ordinals, (rows) => rows.length <= MAX_REPLAY_ROWS),
    /** First ordinals of all parts: the receipt ends when every one of them is done. */
    parts: ordinals,
  }),
);
export type ReplayMessage = t.TypeOf<typeof replayMessage>;
/** What the schedule sends the stream-auditor: write the digests that are due. */
export const digestMessage = t.readonly(t.type({ kind: t.literal('digest') }));
export type DigestMessage = t.TypeOf<typeof digestMessage>;

/** The members of an S3 event record that the pipeline reads; S3 may add others at any time. */
const s3Record = t.type({
  eventSource: t.literal('aws:s3'),
  eventName: t.string,
  eventTime: t.string,
  s3: t.type({
    bucket: t.type({ name: t.string }),
    object: t.intersection([
      t.type({ key: t.string }),
      t.partial({ versionId: t.string, eTag: t.string, size: count }),
    ]),
  }),
});
const s3Event = t.type({ Records: t.array(s3Record) });

/** An object that was created, as its event tells; the key is decoded. */
export interface ObjectCreated {
  readonly address: ObjectAddress;
  /** ISO 8601 instant of the event; stands in for lastModified where the object is gone before its first read. */
  readonly eventTime: string;
}

export type QueueMessage =
  | { readonly kind: 'test' }
  | { readonly kind: 'created'; readonly objects: readonly ObjectCreated[] }
  | SliceMessage
  | AdoptMessage
  | ReplayMessage;

/** Keys in S3 events are form-URL-encoded: `+` is a space. Undefined when the escapes are not UTF-8. */
export function decodeEventKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}

/** What a message of the ingest queue asks for; on the left a sentence that says why nobody can know. */
export function parseQueueMessage(body: string): Either<string, QueueMessage> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return left('The message is not JSON. Only S3, the processor and the sentinel may send to the ingest queue.');
  }
  if (t.type({ Event: t.literal('s3:TestEvent') }).is(value)) return right({ kind: 'test' });
  if (sliceMessage.is(value)) return right(value);
  if (adoptMessage.is(value)) return right(value);
  if (replayMessage.is(value)) return right(value);
  const event = s3Event.decode(value);
  if (isLeft(event) || event.right.Records.length === 0) {
    return left('The message is neither an S3 event, an s3:TestEvent, a slice, an adopt nor a replay message.');
  }
  const objects: ObjectCreated[] = [];
  for (const { eventName, eventTime, s3 } of event.right.Records) {
    if (!eventName.startsWith('ObjectCreated:')) return left(`The pipeline reads created objects, not "${eventName}".`);
    const key = decodeEventKey(s3.object.key);
    if (key === undefined) return left(`The event's key "${s3.object.key}" is not form-URL-encoded UTF-8.`);
    const { versionId, eTag } = s3.object;
    objects.push({
      address: {
        bucket: s3.bucket.name,
        key,
        ...(versionId === undefined ? {} : { versionId }),
        ...(eTag === undefined ? {} : { etag: eTag }),
      },
      eventTime,
    });
  }
  return right({ kind: 'created', objects });
}

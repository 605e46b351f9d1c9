import * as t from 'io-ts';
import { problemTypes } from '../errors';
import { described, oneOf, wholeNumber } from './described';
import { datasetName, fileId, instant, receiptStatus, recordStatus, ticketStatus, uploadId } from './words';

const count = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const text = described('a text', { type: 'string' }, t.string.is);
const url = described('a URL', { type: 'string', format: 'uri' }, t.string.is);
const flag = described('true or false', { type: 'boolean' }, t.boolean.is);
const headers = described(
  'headers to send exactly as they are',
  { type: 'object', additionalProperties: { type: 'string' } },
  (value): value is Readonly<Record<string, string>> =>
    typeof value === 'object' && value !== null && Object.values(value).every(t.string.is),
);
/** What a dataset's transform made of a row; numbers with all their digits. */
const anyObject = described(
  'an object',
  { type: 'object' },
  (value): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
);

const signedRequest = t.type({ method: oneOf('PUT'), url, headers });

const signedUpload = t.intersection([
  t.type({
    id: uploadId,
    dataset: datasetName,
    bucket: text,
    key: text,
    accelerated: flag,
    /** When the signed request, or the upload in parts, ends. */
    expiresAt: instant,
  }),
  t.union([
    t.type({ kind: oneOf('single'), put: signedRequest }),
    t.type({ kind: oneOf('multipart'), partBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER), partCount: count }),
  ]),
]);

const signedParts = t.type({
  expiresAt: instant,
  parts: t.readonlyArray(t.intersection([t.type({ number: wholeNumber(1, 10_000) }), signedRequest])),
});

/** The file that an upload became: what `GET /files/{id}` is asked. */
const uploadedFile = t.partial({ versionId: text, fileId });
const completedUpload = t.intersection([t.type({ id: uploadId, key: text }), uploadedFile]);

const upload = t.intersection([
  t.type({
    id: uploadId,
    status: ticketStatus,
    dataset: datasetName,
    bucket: text,
    key: text,
    size: count,
    sha256: text,
    kind: oneOf('single', 'multipart'),
    region: text,
    issuedAt: instant,
  }),
  uploadedFile,
]);

const receipt = t.intersection([
  t.type({
    region: text,
    status: receiptStatus,
    object: t.intersection([
      t.type({ bucket: text, key: text, lastModified: instant }),
      t.partial({ versionId: text, etag: text, size: count }),
    ]),
    counts: t.type({ rows: count, stored: count, duplicate: count, superseded: count, rejected: count }),
    updatedAt: instant,
  }),
  t.partial({
    dataset: text,
    fault: t.type({ code: text, message: text }),
    startedAt: instant,
    completedAt: instant,
    /** Which replay of the file's rejected rows it accounts for. */
    replay: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  }),
]);

const file = t.type({ id: fileId, status: receiptStatus, receipts: t.readonlyArray(receipt) });

const files = t.intersection([
  t.type({ files: t.readonlyArray(t.intersection([t.type({ id: fileId }), receipt])) }),
  t.partial({ next: text }),
]);

const fault = t.intersection([
  t.type({ code: text, path: text, message: text }),
  t.partial({ expected: text, actual: text }),
]);

export const rejectedRow = t.intersection([
  t.type({
    fileId,
    ordinal: count,
    line: count,
    offset: count,
    length: count,
    status: oneOf('REJECTED', 'RESOLVED'),
    dataset: text,
    faults: t.readonlyArray(fault),
  }),
  t.partial({
    raw: text,
    rawBase64: text,
    rawTruncated: flag,
    /** Members that identify a person are not in `raw`. */
    redacted: flag,
  }),
]);

const storedRecord = t.type({
  recordId: text,
  timestamp: instant,
  status: recordStatus,
  dataset: text,
  payload: anyObject,
  schemaVersion: count,
  source: t.type({ fileId, ordinal: count }),
  revision: text,
  originRegion: text,
  processedAt: instant,
});

const records = t.intersection([
  t.type({ records: t.readonlyArray(t.union([storedRecord, rejectedRow])) }),
  t.partial({ next: text }),
]);

const check = t.intersection([t.type({ ok: flag, ms: count }), t.partial({ reason: text })]);
const health = t.type({
  status: oneOf('ok', 'failing'),
  region: text,
  checkedAt: instant,
  checks: t.type({ table: check, bucket: check, queue: check }),
});

const problem = t.intersection([
  t.type({ type: oneOf(...problemTypes), title: text, status: wholeNumber(400, 599), detail: text, instance: text }),
  t.partial({ faults: t.readonlyArray(t.type({ path: text, message: text })) }),
]);

/** What the routes answer, by the name of its schema. */
export const answers = {
  SignedUpload: signedUpload,
  SignedParts: signedParts,
  CompletedUpload: completedUpload,
  Upload: upload,
  File: file,
  Files: files,
  RejectedRow: rejectedRow,
  Records: records,
  Health: health,
  Problem: problem,
} as const;
export type AnswerName = keyof typeof answers;
export type AnswerOf<N extends AnswerName> = t.TypeOf<(typeof answers)[N]>;

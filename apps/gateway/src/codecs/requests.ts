import * as t from 'io-ts';
import { described, listOf, oneOf, wholeNumber, wholeNumberText } from './described';
import {
  crc64nvme,
  cursor,
  datasetName,
  etag,
  fileId,
  fileName,
  headerLine,
  instant,
  receiptStatus,
  recordStatus,
  sha256,
  uploadId,
  versionId,
} from './words';

/** S3 takes parts 1 to 10,000 of an object (S3 User Guide, "Multipart upload limits"). */
export const MAX_PARTS = 10_000;
/** Signed in one request: more make an answer that no client needs at once. */
const MAX_SIGNED_PARTS = 100;

const flag = described('true or false', { type: 'boolean' }, t.boolean.is);

export const byFile = t.type({ id: fileId });
export const byUpload = t.type({ id: uploadId });

export const uploadRequest = t.intersection([
  t.type({
    dataset: datasetName,
    fileName,
    /** In bytes; a file that is not there yet may be larger than S3 takes: that is refused in words of its own. */
    size: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    sha256,
  }),
  t.partial({ accelerated: flag }),
]);
export type UploadRequest = t.TypeOf<typeof uploadRequest>;

export const partsRequest = t.intersection([
  t.type({ parts: listOf(t.type({ number: wholeNumber(1, MAX_PARTS), crc64nvme }), MAX_SIGNED_PARTS) }),
  t.partial({ accelerated: flag }),
]);

export const completeRequest = t.type({
  crc64nvme,
  parts: listOf(t.type({ number: wholeNumber(1, MAX_PARTS), etag, crc64nvme }), MAX_PARTS),
});

export const ofUpload = t.partial({ versionId });

const window = { dataset: datasetName, from: instant, to: instant, limit: wholeNumberText(1, 100), cursor };

export const filesQuery = t.intersection([t.type({ status: receiptStatus }), t.partial(window)]);
export const recordsQuery = t.intersection([t.type({ status: recordStatus }), t.partial(window)]);

export const rejectsQuery = t.partial({
  format: oneOf('ndjson', 'file'),
  header: headerLine,
  limit: wholeNumberText(1, 1_000),
  cursor,
});

import { datasets, isoInstant, utcMilliseconds } from '@pipeline/record-schema';
import * as t from 'io-ts';
import { Described, oneOf, written } from './described';

/** The single words of requests and answers. */
export const datasetName = oneOf(...datasets.keys());
export const fileId = written('a file id: 22 characters of A-Z a-z 0-9 - _', /^[\w-]{22}$/);
export const uploadId = written('an upload id: 26 characters of 0-9 A-Z', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
export const sha256 = written('a SHA-256 as 64 digits of 0-9 a-f', /^[0-9a-f]{64}$/);
export const crc64nvme = written('a CRC-64/NVME as 12 characters of base64', /^[A-Za-z0-9+/]{11}=$/);
export const versionId = written('a version id of S3', /^[A-Za-z0-9._-]{1,1024}$/);
export const cursor = written('the cursor of an answer before', /^[\w-]{1,4096}$/);
export const etag = written('an ETag as S3 answers it', /^"?[0-9a-fA-F-]{1,128}"?$/);

/** The last part of a key: no folder, nothing that a shell, a log or a header could take for something else. */
export const fileName = written(
  'a file name: 1 to 200 letters, digits, spaces and . _ - ( ) +, not beginning with a dot or a space',
  /^[\p{L}\p{N}_()+-][\p{L}\p{N} ._()+-]{0,199}$/u,
);

/** An instant of any offset, held in UTC milliseconds as the table holds them. */
export const instant = new Described<string>(
  isoInstant.name,
  { type: 'string', format: 'date-time' },
  t.string.is,
  (value, context) => (isoInstant.is(value) ? t.success(utcMilliseconds(value)) : t.failure(value, context)),
  t.identity,
);

/** The header line of a CSV, as delivered. */
export const headerLine = written(
  'the header line of the file, 1 to 4096 characters without line ends',
  /^[^\r\n]{1,4096}$/,
);

export const receiptStatus = oneOf('RECEIVED', 'PROCESSING', 'COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED');
export const recordStatus = oneOf('PROCESSED', 'REJECTED', 'RESOLVED');
export const ticketStatus = oneOf('ISSUED', 'WITHDRAWN');

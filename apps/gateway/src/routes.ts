import type { GatewayRoute } from '@pipeline/runtime-contract';
import { abortUpload } from './abort-upload';
import {
  byFile,
  byUpload,
  completeRequest,
  filesQuery,
  ofUpload,
  partsRequest,
  recordsQuery,
  rejectsQuery,
  uploadRequest,
} from './codecs/requests';
import { completeUpload } from './complete-upload';
import { createUpload } from './create-upload';
import { getFile } from './get-file';
import { getUpload } from './get-upload';
import type { Health } from './health';
import { listFiles } from './list-files';
import { listRecords } from './list-records';
import { listRejects } from './list-rejects';
import { type Route, route } from './route';
import { signParts } from './sign-parts';

const ok = (body: unknown) => ({ status: 200, body });

/** What an execution environment makes once, and not for each request. */
export interface Surroundings {
  health(): Promise<Health>;
  /** The OpenAPI document, as JSON text. */
  document(): string;
}

const PAGED =
  'Entries come in the order of their time. An answer with `next` goes on: repeat the request with `cursor` set to it. A page may be shorter than `limit`.';

/** All that the gateway answers. The table of the API: infra makes a route of each. */
export const routes = ({ health, document }: Surroundings): Readonly<Record<GatewayRoute, Route>> => ({
  'GET /health': route({
    operationId: 'health',
    summary: 'Whether files can be taken and processed here',
    description: 'Asks table, bucket and queue within two seconds; an answer serves for five. Needs no signature.',
    answers: {
      200: { description: 'All of them answer.', schema: 'Health' },
      503: { description: 'At least one does not: `checks` says which, and why.', schema: 'Health' },
    },
    answer: async () => {
      const found = await health();
      return {
        status: found.status === 'ok' ? 200 : 503,
        body: found,
        headers: { 'cache-control': 'no-store' },
      };
    },
  }),
  'GET /openapi.json': route({
    operationId: 'describe',
    summary: 'This document',
    answers: { 200: { description: 'An OpenAPI 3.1 document.', contentTypes: ['application/json'] } },
    answer: async () => ({ status: 200, body: document() }),
  }),
  'POST /uploads': route({
    operationId: 'createUpload',
    summary: 'Ask to send a file',
    description:
      'Up to 100 MB the answer holds one signed PUT, to be sent with exactly its headers; above, the file goes up in parts (`kind` is `multipart`). ' +
      'S3 refuses bytes that do not have the checksum, and a second file under the same key.',
    body: uploadRequest,
    answers: { 201: { description: 'The file may be sent.', schema: 'SignedUpload' } },
    answer: async ({ body }, ports) => ({ status: 201, body: await createUpload(body, ports) }),
  }),
  'GET /uploads/{id}': route({
    operationId: 'getUpload',
    summary: 'The ticket of an upload',
    description: 'With the `x-amz-version-id` that S3 answered to the PUT, also the id of the file.',
    path: byUpload,
    query: ofUpload,
    answers: { 200: { description: 'What was promised.', schema: 'Upload' } },
    answer: async ({ path, query }, ports) => ok(await getUpload(path.id, query.versionId, ports)),
  }),
  'DELETE /uploads/{id}': route({
    operationId: 'abortUpload',
    summary: 'Give up an upload in parts',
    path: byUpload,
    answers: { 204: { description: 'S3 has forgotten its parts.' } },
    answer: async ({ path }, ports) => {
      await abortUpload(path.id, ports);
      return { status: 204 };
    },
  }),
  'POST /uploads/{id}/parts': route({
    operationId: 'signParts',
    summary: 'Sign parts of an upload',
    description: 'Each for its own CRC-64/NVME; at most 100 at once. Parts may be sent side by side and in any order.',
    path: byUpload,
    body: partsRequest,
    answers: { 200: { description: 'A signed PUT for each part.', schema: 'SignedParts' } },
    answer: async ({ path, body }, ports) => ok(await signParts(path.id, body, ports)),
  }),
  'POST /uploads/{id}/complete': route({
    operationId: 'completeUpload',
    summary: 'Join the parts of an upload',
    description: 'With the CRC-64/NVME of the whole file: S3 joins nothing else.',
    path: byUpload,
    body: completeRequest,
    answers: { 200: { description: 'The file is there.', schema: 'CompletedUpload' } },
    answer: async ({ path, body }, ports) => ok(await completeUpload(path.id, body, ports)),
  }),
  'GET /files': route({
    operationId: 'listFiles',
    summary: 'Files by status',
    description: `${PAGED} A file that either region has completed is listed as completed only.`,
    query: filesQuery,
    answers: { 200: { description: 'Their receipts.', schema: 'Files' } },
    answer: async ({ query }, ports) => ok(await listFiles(query, ports)),
  }),
  'GET /files/{id}': route({
    operationId: 'getFile',
    summary: 'What became of a file',
    path: byFile,
    answers: { 200: { description: 'Its receipts, of either region and of its replays.', schema: 'File' } },
    answer: async ({ path }, ports) => ok(await getFile(path.id, ports)),
  }),
  'GET /files/{id}/rejects': route({
    operationId: 'listRejects',
    summary: 'The rejected rows of a file',
    description:
      'As NDJSON, a row a line, or with `format=file` in the format of the file, with what is wrong in `pipeline_fault`, to be corrected and sent again. ' +
      'Give the header line of a CSV whose header is longer than 2,048 bytes, or whose dataset has personal data: its receipt does not keep it. ' +
      'An apostrophe stands before a field of a CSV that a spreadsheet would calculate: it is no part of what was sent. More rows are behind the `link` header with `rel="next"`.',
    path: byFile,
    query: rejectsQuery,
    answers: {
      200: {
        description: 'The rows, in the order of the file.',
        schema: 'RejectedRow',
        contentTypes: ['application/x-ndjson', 'text/csv', 'application/json'],
        headers: {
          link: 'With `rel="next"` where more rows are rejected: the same question with its cursor.',
          'content-disposition': 'A name for the file, made of that of the one that was sent.',
        },
      },
    },
    answer: async ({ path, query }, ports) => {
      const { next, body, contentType, fileName } = await listRejects(path.id, query, ports);
      const { format, header, limit } = query;
      const question = { format, header, limit: limit === undefined ? undefined : String(limit), cursor: next };
      const known = Object.entries(question).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return {
        status: 200,
        body,
        contentType,
        headers: {
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
          ...(next === undefined
            ? {}
            : { link: `</files/${path.id}/rejects?${new URLSearchParams(known)}>; rel="next"` }),
        },
      };
    },
  }),
  'GET /records': route({
    operationId: 'listRecords',
    summary: 'Records by status',
    description: PAGED,
    query: recordsQuery,
    answers: { 200: { description: 'Stored records, or rejected rows.', schema: 'Records' } },
    answer: async ({ query }, ports) => ({ status: 200, body: await listRecords(query, ports) }),
  }),
});

import { isSignatureParameter } from '../http/signature-scope';
import { NotEmulated, type ServiceRequest } from '../http/service';
import {
  getBucketLocation,
  getBucketNotification,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from './bucket-operations';
import { completeMultipartUpload } from './complete-multipart';
import { copyObject } from './copy-object';
import { deleteObject, deleteObjects } from './delete-object';
import { S3Fault } from './fault';
import { getObject, headObject } from './get-object';
import { listObjectVersions } from './list-object-versions';
import { listObjectsV2 } from './list-objects';
import { abortMultipartUpload, createMultipartUpload, listParts, uploadPart } from './multipart';
import { METADATA_PREFIX } from './object-headers';
import { LONGEST_KEY_BYTES } from './object-version';
import type { Operation, S3Request } from './operation';
import { putObject } from './put-object';

/** All operations that are emulated; where several fit, the one with the more particular selector comes first. */
const OPERATIONS: readonly Operation[] = [
  listBuckets,
  headBucket,
  getBucketLocation,
  getBucketVersioning,
  getBucketNotification,
  listObjectsV2,
  listObjectVersions,
  deleteObjects,
  uploadPart,
  copyObject,
  putObject,
  listParts,
  getObject,
  headObject,
  abortMultipartUpload,
  deleteObject,
  createMultipartUpload,
  completeMultipartUpload,
];

/** `x-amz-` headers that say nothing about what to do. */
const HARMLESS = new Set([
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-te',
]);

/** Headers without `x-amz-` that change what a request means. */
const MEANINGFUL = new Set([
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
]);

/** Query parameters that every operation takes: `x-id` is how the JavaScript SDK names operations in its logs. */
const ANYWHERE = new Set(['x-id']);

/**
 * Finds bucket and key of a request, path style (`/bucket/key`) or virtual-host style (`bucket.localhost`,
 * `bucket.s3.localhost`, `bucket.s3.us-east-1.localhost`).
 * @throws S3Fault where the path is not UTF-8, or the key too long.
 */
export function readAddress(http: ServiceRequest): S3Request {
  const host = (http.headers.host ?? '').replace(/:\d+$/, '');
  const inHost = /^(?!s3\.)(.+?)(\.s3(\.[a-z0-9-]+)?)?\.localhost$/.exec(host)?.[1];
  const path = http.path.replace(/^\//, '');
  const slash = path.indexOf('/');
  const [bucketPart, keyPart] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  const bucketName = inHost ?? decodePath(bucketPart);
  const key = decodePath(inHost === undefined ? keyPart : path);
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes > LONGEST_KEY_BYTES) {
    throw new S3Fault('KeyTooLongError', 400, 'Your key is too long', {
      Size: keyBytes,
      MaxSizeAllowed: LONGEST_KEY_BYTES,
    });
  }
  const presigned = presignedHeaders(http.query);
  const headers = new Map<string, string>(presigned);
  for (const [name, value] of Object.entries(http.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    http,
    bucketName,
    key,
    query: http.query,
    header: (name) => headers.get(name),
    headerNames: [...headers.keys()],
  };
}

/** In a presigned URL the `x-amz-` parameters that are not the signature's stand for headers. */
const presignedHeaders = (query: URLSearchParams): [string, string][] =>
  query.has('X-Amz-Credential')
    ? [...query].flatMap(([name, value]) => (isPresignedHeader(name) ? [[name.toLowerCase(), value]] : []))
    : [];

const isPresignedHeader = (name: string): boolean => /^x-amz-/i.test(name) && !isSignatureParameter(name);

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Fault('InvalidURI', 400, "Couldn't parse the specified URI.", { URI: text });
  }
}

/**
 * The operation that a request asks for.
 * @throws NotEmulated for one that is not here, or with a parameter or header that it does not know: what is ignored
 *   here and not at AWS would make a test worthless.
 */
export function findOperation(request: S3Request): Operation {
  const { method } = request.http;
  const on = request.bucketName === '' ? 'service' : request.key === '' ? 'bucket' : 'object';
  const candidates = OPERATIONS.filter((operation) => operation.on === on && operation.method === method);
  const operation =
    candidates.find(({ select }) => select !== undefined && request.query.has(select)) ??
    candidates.find(({ selectHeader }) => selectHeader !== undefined && request.header(selectHeader) !== undefined) ??
    candidates.find(({ select, selectHeader }) => select === undefined && selectHeader === undefined);
  if (operation === undefined) {
    const names = [...request.query.keys()].filter((name) => !isSignatureParameter(name)).join('&');
    throw new NotEmulated(
      'S3',
      `${method} of ${on === 'object' ? 'an object' : `a ${on}`}${names && ` with ?${names}`}`,
    );
  }
  refuseUnknown(operation, request);
  return operation;
}

function refuseUnknown(operation: Operation, request: S3Request): void {
  const presigned = request.query.has('X-Amz-Credential');
  for (const name of request.query.keys()) {
    const known =
      name === operation.select ||
      operation.query?.includes(name) ||
      ANYWHERE.has(name) ||
      isSignatureParameter(name) ||
      (presigned && isPresignedHeader(name));
    if (!known) throw new NotEmulated('S3', `the query parameter "${name}" (${operation.name})`);
  }
  for (const name of request.headerNames) {
    if (!name.startsWith('x-amz-') && !MEANINGFUL.has(name)) continue;
    const known =
      HARMLESS.has(name) ||
      operation.headers?.includes(name) ||
      (operation.takesMetadata && name.startsWith(METADATA_PREFIX));
    if (!known) throw new NotEmulated('S3', `the header "${name}" (${operation.name})`);
  }
}

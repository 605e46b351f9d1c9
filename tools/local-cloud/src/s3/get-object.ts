import { parseByteRange } from './byte-range';
import { authorizeMissing, authorizeObject, bucketOf } from './commit-version';
import { invalidArgument, noSuchKey, noSuchVersion, S3Fault } from './fault';
import { describeChecksum, describeObject, overriddenHeaders, RESPONSE_OVERRIDES } from './object-headers';
import { describeLock } from './object-lock';
import { isVersionId, type ObjectVersion } from './object-version';
import type { Operation, S3Context, S3Request } from './operation';
import { checkRead, READ_CONDITIONS } from './precondition';
import type { ServiceResponse } from '../http/service';

const understood = {
  on: 'object',
  query: ['versionId', ...RESPONSE_OVERRIDES],
  headers: ['range', 'x-amz-checksum-mode', ...READ_CONDITIONS],
} as const;

export const getObject: Operation = {
  ...understood,
  name: 'GetObject',
  method: 'GET',
  handle: (context, request) => Promise.resolve(answer(context, request, true)),
};

export const headObject: Operation = {
  ...understood,
  name: 'HeadObject',
  method: 'HEAD',
  handle: (context, request) => Promise.resolve(answer(context, request, false)),
};

function answer(context: S3Context, request: S3Request, withBody: boolean): ServiceResponse {
  const { versioned } = bucketOf(context, request);
  const version = findVersion(context, request);
  checkRead(request, version);
  const header = request.header('range');
  const range = header === undefined ? undefined : parseByteRange(header, version.size);
  if (range === 'unsatisfiable') {
    throw new S3Fault(
      'InvalidRange',
      416,
      'The requested range is not satisfiable',
      { RangeRequested: header ?? '', ActualObjectSize: version.size },
      { 'content-range': `bytes */${version.size}` },
    );
  }
  const { start, end } = range ?? { start: 0, end: version.size };
  // The checksum is of the whole, so that a part of it goes without.
  const withChecksum = request.header('x-amz-checksum-mode') === 'ENABLED' && range === undefined;
  const headers = {
    ...describeObject(version, versioned),
    ...describeLock(request, version),
    ...(withChecksum ? describeChecksum(version) : {}),
    ...overriddenHeaders(request),
    ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${version.size}` } : {}),
    'content-length': end - start,
  };
  const status = range ? 206 : 200;
  return withBody ? { status, headers, body: context.blobs.read(version.blobs, start, end) } : { status, headers };
}

/**
 * The version that a request names by its key, and by `versionId` where it has one.
 * @throws S3Fault 404 where there is none, 405 where it is a delete marker; AccessDenied in place of the former for who
 *   may not list the bucket.
 */
export function findVersion(
  { index }: Pick<S3Context, 'index'>,
  request: S3Request,
  versionId: string | null = request.query.get('versionId'),
): ObjectVersion {
  const { bucketName, key } = request;
  authorizeObject(request, versionId === null ? 'GetObject' : 'GetObjectVersion');
  if (versionId !== null && !isVersionId(versionId)) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
  const version = versionId === null ? index.current(bucketName, key) : index.version(bucketName, key, versionId);
  if (version && !version.deleteMarker) return version;
  if (version === undefined) {
    authorizeMissing(request);
    throw versionId === null ? noSuchKey(key) : noSuchVersion(key, versionId);
  }
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
  if (versionId === null) {
    authorizeMissing(request);
    throw noSuchKey(key, headers);
  }
  throw new S3Fault(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method: request.http.method, ResourceType: 'DeleteMarker' },
    { ...headers, allow: 'DELETE', 'last-modified': new Date(version.lastModified).toUTCString() },
  );
}

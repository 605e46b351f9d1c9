import { NotEmulated } from '../http/service';
import { invalidRequest, S3Fault } from './fault';
import { checksumHeader } from './checksum';
import type { ObjectVersion } from './object-version';
import type { S3Request } from './operation';

/** Headers that are kept with an object and given back with it. */
const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** S3's default, not `application/octet-stream`. */
const DEFAULT_TYPE = 'binary/octet-stream';

export const METADATA_PREFIX = 'x-amz-meta-';
/** All user metadata of an object, names and values, in bytes. */
const LARGEST_METADATA = 2_048;

/** Headers of a write that say how to store; only what the local cloud does anyway is taken. */
export const STORAGE_HEADERS = ['x-amz-server-side-encryption', 'x-amz-storage-class'];

export function checkStorageHeaders(request: S3Request): void {
  const encryption = request.header('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') {
    throw new NotEmulated('S3', `the server-side encryption "${encryption}"`);
  }
  const storageClass = request.header('x-amz-storage-class');
  if (storageClass !== undefined && storageClass !== 'STANDARD') {
    throw new NotEmulated('S3', `the storage class "${storageClass}"`);
  }
}

/** What of a request's headers is stored with the object that it creates. */
export function headersToKeep(request: S3Request): Pick<ObjectVersion, 'headers' | 'metadata'> {
  const headers: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of KEPT) {
    const value = request.header(name);
    if (value !== undefined && value !== '') headers[name] = value;
  }
  const coding = withoutChunking(headers['content-encoding']);
  delete headers['content-encoding'];
  if (coding) headers['content-encoding'] = coding;
  const metadata = Object.fromEntries(
    request.headerNames
      .filter((name) => name.startsWith(METADATA_PREFIX))
      .map((name) => [name.slice(METADATA_PREFIX.length), request.header(name) ?? '']),
  );
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > LARGEST_METADATA) {
    throw new S3Fault('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: size,
      MaxSizeAllowed: LARGEST_METADATA,
    });
  }
  return { headers, metadata };
}

/** `aws-chunked` is how the body travelled, not how the object is encoded. */
const withoutChunking = (coding = ''): string =>
  coding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');

/** What a GET or HEAD says of an object, apart from its length. */
export function describeObject(version: ObjectVersion, versioned: boolean): Record<string, string> {
  return {
    ...version.headers,
    'accept-ranges': 'bytes',
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.lastModified).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...(versioned ? { 'x-amz-version-id': version.versionId } : {}),
    ...Object.fromEntries(Object.entries(version.metadata).map(([name, value]) => [METADATA_PREFIX + name, value])),
  };
}

export function describeChecksum({ checksum }: Pick<ObjectVersion, 'checksum'>): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** What the answer to a write says of the version that it created. */
export function describeWrite(version: ObjectVersion, versioned: boolean): Record<string, string> {
  return {
    etag: `"${version.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
    ...(versioned ? { 'x-amz-version-id': version.versionId } : {}),
    ...describeChecksum(version),
  };
}

/** Parameters of a GET that stand in for the stored headers (`response-content-type`); for signed requests only. */
export const RESPONSE_OVERRIDES = KEPT.map((name) => `response-${name}`);

export function overriddenHeaders(request: S3Request): Record<string, string> {
  const overrides = RESPONSE_OVERRIDES.flatMap((parameter) => {
    const value = request.query.get(parameter);
    return value === null ? [] : [[parameter.slice('response-'.length), value] as const];
  });
  const signed = request.http.headers.authorization !== undefined || request.query.has('X-Amz-Credential');
  if (overrides.length > 0 && !signed) {
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
  }
  return Object.fromEntries(overrides);
}

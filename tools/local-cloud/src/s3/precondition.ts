import { NotEmulated } from '../http/service';
import { noSuchKey, preconditionFailed, S3Fault } from './fault';
import type { ObjectVersion } from './object-version';
import type { S3Request } from './operation';

export const READ_CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const;
export const WRITE_CONDITIONS = ['if-match', 'if-none-match'] as const;
export const COPY_SOURCE_PREFIX = 'x-amz-copy-source-';

type Condition = (typeof READ_CONDITIONS)[number];

/**
 * The first condition of a read that does not hold, by the precedence of RFC 9110, 13.2.2.
 * @param prefix of the headers' names: a copy's conditions are about its source.
 */
export function failedCondition(request: S3Request, version: ObjectVersion, prefix = ''): Condition | undefined {
  const match = request.header(`${prefix}if-match`);
  const noneMatch = request.header(`${prefix}if-none-match`);
  const modifiedSince = dateOf(request.header(`${prefix}if-modified-since`));
  const unmodifiedSince = dateOf(request.header(`${prefix}if-unmodified-since`));
  if (match !== undefined) {
    if (!namesEtag(match, version.etag)) return 'if-match';
  } else if (unmodifiedSince !== undefined && version.lastModified > unmodifiedSince) {
    return 'if-unmodified-since';
  }
  if (noneMatch !== undefined) return namesEtag(noneMatch, version.etag) ? 'if-none-match' : undefined;
  return modifiedSince !== undefined && version.lastModified <= modifiedSince ? 'if-modified-since' : undefined;
}

/** @throws S3Fault 412, or 304 where what the client has is what it would get. */
export function checkRead(request: S3Request, version: ObjectVersion): void {
  const failed = failedCondition(request, version);
  if (failed === undefined) return;
  if (failed === 'if-match' || failed === 'if-unmodified-since') throw preconditionFailed(headerCase(failed));
  const headers = { etag: `"${version.etag}"`, 'last-modified': new Date(version.lastModified).toUTCString() };
  throw new S3Fault('NotModified', 304, 'Not Modified', {}, headers);
}

/** @throws S3Fault 412 where the source of a copy is not what the client wants. */
export function checkCopySource(request: S3Request, version: ObjectVersion): void {
  const failed = failedCondition(request, version, COPY_SOURCE_PREFIX);
  if (failed !== undefined) throw preconditionFailed(COPY_SOURCE_PREFIX + headerCase(failed));
}

/**
 * Whether a write may go on top of what is there now.
 * @param current the latest version; a delete marker is as good as nothing.
 * @throws S3Fault 412, or 404 for `If-Match` on nothing.
 */
export function checkWrite(request: S3Request, current: ObjectVersion | undefined): void {
  const existing = current?.deleteMarker ? undefined : current;
  const noneMatch = request.header('if-none-match');
  if (noneMatch !== undefined) {
    // S3 itself refuses anything but `*` in a write.
    if (noneMatch !== '*') throw new NotEmulated('S3', 'a write with If-None-Match of an ETag (nor does S3)');
    if (existing) throw preconditionFailed('If-None-Match');
  }
  const match = request.header('if-match');
  if (match === undefined) return;
  if (existing === undefined) throw noSuchKey(request.key);
  if (!namesEtag(match, existing.etag)) throw preconditionFailed('If-Match');
}

const namesEtag = (list: string, etag: string): boolean =>
  list.split(',').some((entry) => {
    const value = entry.trim().replace(/^W\//, '').replaceAll('"', '');
    return value === '*' || value === etag;
  });

/** Epoch milliseconds; a date that can't be read is as if it had not been sent. */
function dateOf(header: string | undefined): number | undefined {
  const epoch = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(epoch) ? undefined : epoch;
}

const headerCase = (name: string): string => name.replace(/(^|-)([a-z])/g, (letters) => letters.toUpperCase());

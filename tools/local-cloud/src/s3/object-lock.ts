import { AccessDenied } from '../http/service';
import { type DefaultRetention, objectArn } from './bucket';
import { invalidRequest } from './fault';
import type { ObjectVersion, Retention } from './object-version';
import type { S3Request } from './operation';
import { declaresDigest } from './receive-body';

/** The header with which who may bypass governance says that they mean it. */
export const BYPASS_HEADER = 'x-amz-bypass-governance-retention';

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param now epoch milliseconds */
export const retentionFrom = ({ mode, days }: DefaultRetention, now: number): Retention => ({
  mode,
  until: now + days * DAY_MS,
});

/** @throws S3Fault for an upload into a bucket with a default retention that does not say what its bytes are. */
export function checkLockedWrite(request: S3Request, retention: DefaultRetention | undefined): void {
  if (retention === undefined || declaresDigest(request)) return;
  throw invalidRequest(
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  );
}

/**
 * Lets a version be removed for good, or not: nobody removes one in compliance mode before its time, and one in governance
 * mode only who may and says so. A delete marker hides any version.
 * Source: S3 User Guide, "Locking objects with Object Lock".
 * @param now epoch milliseconds
 * @throws AccessDenied
 */
export function checkLockedDelete(request: S3Request, { retention }: ObjectVersion, now: number): void {
  if (retention === undefined || retention.until <= now) return;
  if (retention.mode === 'GOVERNANCE' && request.header(BYPASS_HEADER)?.toLowerCase() === 'true') {
    request.http.authorize('s3:BypassGovernanceRetention', objectArn(request.bucketName, request.key), {});
    return;
  }
  throw new AccessDenied('Access Denied because object protected by object lock.');
}

/** The headers of a version's lock, for who may know of it. */
export function describeLock(request: S3Request, { retention }: ObjectVersion): Record<string, string> {
  if (retention === undefined || !mayKnow(request)) return {};
  return {
    'x-amz-object-lock-mode': retention.mode,
    'x-amz-object-lock-retain-until-date': new Date(retention.until).toISOString(),
  };
}

function mayKnow({ http, bucketName, key }: S3Request): boolean {
  try {
    http.authorize('s3:GetObjectRetention', objectArn(bucketName, key), {});
    return true;
  } catch (error) {
    if (error instanceof AccessDenied) return false;
    throw error;
  }
}

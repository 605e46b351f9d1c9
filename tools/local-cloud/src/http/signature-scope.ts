import type { IncomingHttpHeaders } from 'node:http';
import { ServiceFault } from './service';
import { readSignatureDate } from './signature';

/**
 * Who signed a request, for which region and service. Of a presigned URL expiry is checked here, and that every header
 * that it signs is sent. The signature itself is proven by `verifyHeader` and `verifyPresigned`.
 */
export interface SignatureScope {
  readonly presigned: boolean;
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Query parameters that carry a presigned URL's signature and mean nothing else. */
const PRESIGNED = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
]);
export const isSignatureParameter = (name: string): boolean => PRESIGNED.has(name);

/** The longest life of a presigned URL, in seconds: seven days. */
const LONGEST_LIFE = 604_800;

/**
 * Reads the scope of a request's signature, in its header or in its query (a presigned URL).
 * @param now epoch milliseconds
 * @returns undefined for a request that nobody signed.
 * @throws ServiceFault where the signature can't be read, or the presigned URL has expired.
 */
export function readSignatureScope(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  now: number,
): SignatureScope | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const credential = /^AWS4-HMAC-SHA256\s.*Credential=([^,\s]+)/.exec(authorization)?.[1];
    if (credential === undefined) throw oldSignature();
    return { ...scopeOf(credential, 'AuthorizationHeaderMalformed'), presigned: false };
  }
  // How presigned URLs of signature version 2 begin, boto3's default where it does not know the endpoint.
  if (query.has('AWSAccessKeyId')) throw oldSignature();
  const credential = query.get('X-Amz-Credential');
  if (credential === null) return undefined;
  checkPresigned(headers, query, now);
  return { ...scopeOf(credential, 'AuthorizationQueryParametersError'), presigned: true };
}

const oldSignature = () =>
  new ServiceFault(
    'InvalidRequest',
    400,
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );

/** `<access key>/<yyyymmdd>/<region>/<service>/aws4_request` */
function scopeOf(credential: string, code: string): Omit<SignatureScope, 'presigned'> {
  const parts = credential.split('/');
  const [accessKeyId, date, region, service, terminator] = parts.slice(-5);
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') {
    throw new ServiceFault(
      code,
      400,
      `The Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request", got "${credential}".`,
    );
  }
  return { accessKeyId: parts.slice(0, -4).join('/'), region, service };
}

function checkPresigned(headers: IncomingHttpHeaders, query: URLSearchParams, now: number): void {
  const malformed = (message: string) => new ServiceFault('AuthorizationQueryParametersError', 400, message);
  const required = ['X-Amz-Algorithm', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'];
  if (required.some((name) => !query.get(name))) {
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
        'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const signedAt = readSignatureDate(query.get('X-Amz-Date') ?? '');
  if (Number.isNaN(signedAt)) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const life = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(life) || life < 0) throw malformed('X-Amz-Expires should be a number');
  if (life > LONGEST_LIFE) {
    throw malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${LONGEST_LIFE} seconds`,
    );
  }
  const expires = signedAt + life * 1_000;
  if (now >= expires) {
    throw new ServiceFault('AccessDenied', 403, 'Request has expired', {
      'X-Amz-Expires': life,
      Expires: isoSeconds(expires),
      ServerTime: isoSeconds(now),
    });
  }
  const signedHeaders = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const missing = signedHeaders.find((name) => headers[name] === undefined);
  if (missing !== undefined) {
    throw new ServiceFault(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. ' +
        `The URL was signed with the header "${missing}", which was not sent.`,
    );
  }
}

const isoSeconds = (epoch: number): string => new Date(epoch).toISOString().replace(/\.\d{3}Z$/, 'Z');

import type { ReceivedLine } from './presigned-signature';
import {
  isSameSignature,
  objectPath,
  parametersOf,
  readSignatureDate,
  servicePath,
  sha256,
  signatureDate,
  signatureOf,
} from './signature';
import { LARGEST_SKEW_MS, signatureFaults, type SignatureFaults } from './signature-fault';

/**
 * Proves the signature of a request's `Authorization` header over what was received. S3 signs the payload hash that its
 * header declares, and whoever receives the body compares that; the others sign the body itself.
 * @param body all of it; of S3 it is not read.
 * @param now epoch milliseconds
 * @throws ServiceFault as the service words it
 */
export function verifyHeader(
  request: ReceivedLine,
  body: Uint8Array,
  service: string,
  secretAccessKey: string,
  now: number,
): void {
  const { method, path, query, headers } = request;
  const faults = signatureFaults(service, headers['x-amz-target'] !== undefined);
  const { signature, signedHeaders, scope } = partsOf(headers.authorization ?? '', faults);
  const date = dateOf(request, faults);
  const signedAt = readSignatureDate(date);
  if (Math.abs(now - signedAt) > LARGEST_SKEW_MS) throw faults.skewed(signedAt, now);
  requireSigned(request, service, signedHeaders.split(';'), faults);
  const s3 = service === 's3';
  const expected = signatureOf(
    {
      method,
      canonicalPath: s3 ? objectPath(path) : servicePath(path),
      parameters: parametersOf(query),
      headers,
      signedHeaders,
      payload: s3 ? declaredPayload(request, faults) : sha256(body),
      date,
      scope,
    },
    secretAccessKey,
  );
  // A scope of another day than the date's is another key at AWS.
  if (!scope.startsWith(date.slice(0, 8)) || !isSameSignature(signature, expected)) throw faults.mismatch();
}

interface Parts {
  readonly signature: string;
  readonly signedHeaders: string;
  readonly scope: string;
}

function partsOf(authorization: string, faults: SignatureFaults): Parts {
  const part = (name: string): string => {
    const value = new RegExp(`[\\s,]${name}=([^,\\s]+)`).exec(authorization)?.[1];
    if (value === undefined) throw faults.incomplete(`Authorization header requires '${name}' parameter`);
    return value;
  };
  return {
    signature: part('Signature'),
    signedHeaders: part('SignedHeaders'),
    scope: part('Credential').split('/').slice(-4).join('/'),
  };
}

/** `X-Amz-Date`, or else `Date`, which names the same second in the words of HTTP. */
function dateOf({ headers }: ReceivedLine, faults: SignatureFaults): string {
  const given = headers['x-amz-date']?.toString();
  if (given !== undefined && !Number.isNaN(readSignatureDate(given))) return given;
  const plain = given === undefined ? Date.parse(headers.date ?? '') : NaN;
  if (Number.isNaN(plain)) {
    throw faults.incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header");
  }
  return signatureDate(plain);
}

/** The host of all services, whose URL it is; of S3 all that an object is made of. */
function requireSigned(
  { headers }: ReceivedLine,
  service: string,
  signed: readonly string[],
  faults: SignatureFaults,
): void {
  if (!signed.includes('host')) throw faults.unsigned('host');
  if (service !== 's3') return;
  const missing = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !signed.includes(name));
  if (missing !== undefined) throw faults.unsigned(missing);
}

function declaredPayload({ headers }: ReceivedLine, faults: SignatureFaults): string {
  const declared = headers['x-amz-content-sha256']?.toString();
  if (declared === undefined) throw faults.incomplete('the header x-amz-content-sha256 is missing');
  return declared;
}

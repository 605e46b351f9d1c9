import { ServiceFault } from './service';

/** How the services word what is wrong with a signature: the same five things, in three protocols. */
export interface SignatureFaults {
  /** Nobody has this access key. */
  unknownKey(): ServiceFault;
  /** Another secret, or something of the request was changed. */
  mismatch(): ServiceFault;
  /** A part of the `Authorization` header, or the date, is missing. */
  incomplete(what: string): ServiceFault;
  /** A header must be signed and is not. */
  unsigned(name: string): ServiceFault;
  /** Both in epoch milliseconds. */
  skewed(signedAt: number, now: number): ServiceFault;
}

/** How far the client's clock may be from the service's, in milliseconds: 15 minutes. */
export const LARGEST_SKEW_MS = 15 * 60_000;

const MISMATCH = 'The request signature we calculated does not match the signature you provided.';
const iso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
const basic = (epochMs: number): string => iso(epochMs).replace(/[-:]/g, '');

/** Source: S3 API Reference, "Error responses". */
const ofS3: SignatureFaults = {
  unknownKey: () =>
    new ServiceFault('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'),
  mismatch: () => new ServiceFault('SignatureDoesNotMatch', 403, `${MISMATCH} Check your key and signing method.`),
  incomplete: (what) =>
    new ServiceFault('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${what}.`),
  unsigned: (name) =>
    new ServiceFault('AccessDenied', 403, 'There were headers present in the request which were not signed', {
      HeadersNotSigned: name,
    }),
  skewed: (signedAt, now) =>
    new ServiceFault(
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: basic(signedAt),
        ServerTime: iso(now),
        MaxAllowedSkewMilliseconds: LARGEST_SKEW_MS,
      },
    ),
};

type Codes = Readonly<Record<'unknownKey' | 'mismatch' | 'incomplete', string>>;

/** Source: IAM User Guide, "Troubleshoot Signature Version 4 signing"; the codes differ by protocol. */
function ofOthers({ unknownKey, mismatch, incomplete }: Codes, status: number): SignatureFaults {
  const fault = (message: string) => new ServiceFault(mismatch, status, message);
  return {
    unknownKey: () => new ServiceFault(unknownKey, status, 'The security token included in the request is invalid.'),
    mismatch: () =>
      fault(
        `${MISMATCH} Check your AWS Secret Access Key and signing method. Consult the service documentation for details.`,
      ),
    incomplete: (what) => new ServiceFault(incomplete, 400, `${what}.`),
    unsigned: (name) => fault(`'${name}' must be a 'SignedHeader' in the AWS Authorization header.`),
    skewed: (signedAt, now) => {
      const [signed, limit, current] = [
        basic(signedAt),
        basic(signedAt < now ? now - LARGEST_SKEW_MS : now + LARGEST_SKEW_MS),
        basic(now),
      ];
      return fault(
        signedAt < now
          ? `Signature expired: ${signed} is now earlier than ${limit} (${current} - 15 min.)`
          : `Signature not yet current: ${signed} is still later than ${limit} (${current} + 15 min.)`,
      );
    },
  };
}

const QUERY_CODES: Codes = {
  unknownKey: 'InvalidClientTokenId',
  mismatch: 'SignatureDoesNotMatch',
  incomplete: 'IncompleteSignature',
};
const JSON_CODES: Codes = {
  unknownKey: 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
  incomplete: 'IncompleteSignatureException',
};
const ofQuery = ofOthers(QUERY_CODES, 403);
const ofJson = ofOthers(JSON_CODES, 400);
/** Lambda, and SQS that is asked in JSON: as the clients of AWS report it. */
const ofForbidding = ofOthers(JSON_CODES, 403);

/** @param json whether the request names its operation in `x-amz-target`: SQS speaks both protocols. */
export function signatureFaults(service: string, json: boolean): SignatureFaults {
  if (service === 's3') return ofS3;
  if (service === 'lambda') return ofForbidding;
  if (!json) return ofQuery;
  return service === 'sqs' ? ofForbidding : ofJson;
}

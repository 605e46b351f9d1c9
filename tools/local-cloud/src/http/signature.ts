import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What AWS Signature Version 4 signs of a request, each part as the request itself has it. */
export interface SignedRequest {
  readonly method: string;
  /** As it stands in the canonical request: see `objectPath` and `servicePath`. */
  readonly canonicalPath: string;
  /** Decoded names and values, without the signature itself. */
  readonly parameters: readonly Pair[];
  readonly headers: IncomingHttpHeaders;
  /** Lower-case names in their order, joined by semicolons. */
  readonly signedHeaders: string;
  /** Hexadecimal SHA-256 of the body, or the word that stands for one. */
  readonly payload: string;
  /** `yyyymmddThhmmssZ` */
  readonly date: string;
  /** `<yyyymmdd>/<region>/<service>/aws4_request` */
  readonly scope: string;
}

export type Pair = readonly [name: string, value: string];

/**
 * The signature of a request, in hexadecimal digits.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
export function signatureOf(request: SignedRequest, secretAccessKey: string): string {
  const { headers, signedHeaders, date, scope } = request;
  const lines = signedHeaders.split(';').map((name) => `${name}:${trimmed(headers[name])}\n`);
  const canonical = [
    request.method,
    request.canonicalPath,
    canonicalQuery(request.parameters),
    lines.join(''),
    signedHeaders,
    request.payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  return hmac(signingKey(scope, secretAccessKey), text).toString('hex');
}

/** Compares without telling by its time where two signatures part. */
export function isSameSignature(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The name and value of each parameter of a query, decoded; a plus sign is itself, as signatures have it. */
export const parametersOf = (query: string): Pair[] =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decode(name), decode(value)];
    });

/** S3 signs a key encoded once, however the client sent it. */
export const objectPath = (path: string): string => path.split('/').map(decode).map(encode).join('/');

/** All other services sign the path as sent, encoded once more. */
export const servicePath = (path: string): string => path.split('/').map(encode).join('/');

/** RFC 3986, as signatures want it: JavaScript leaves five more characters alone. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** `yyyymmddThhmmssZ` of epoch milliseconds. */
export const signatureDate = (epochMs: number): string => new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Epoch milliseconds of `yyyymmddThhmmssZ`; NaN of anything else. */
export function readSignatureDate(text: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

/** By name and then by value: `a-b` comes after `a`, though `a-b=` would come before `a=`. */
function canonicalQuery(parameters: readonly Pair[]): string {
  const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((one, other) => order(one[0], other[0]) || order(one[1], other[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const trimmed = (value: string | readonly string[] | undefined): string =>
  String(value ?? '')
    .trim()
    .replace(/\s+/g, ' ');

/** What is no percent-encoding stands for itself, and matches no signature. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Keys hold for a day of one region and service: four hashes that a request does not pay again. */
const keys = new Map<string, Buffer>();
const MOST_KEYS = 64;

function signingKey(scope: string, secretAccessKey: string): Buffer {
  const name = `${scope}/${secretAccessKey}`;
  let key = keys.get(name);
  if (key === undefined) {
    key = scope.split('/').reduce<Buffer>((parent, part) => hmac(parent, part), Buffer.from(`AWS4${secretAccessKey}`));
    // Whoever sends scopes of many days pays for their hashes, not this process for their memory.
    if (keys.size === MOST_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

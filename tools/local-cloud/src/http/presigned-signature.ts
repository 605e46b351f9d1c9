import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ServiceFault } from './service';

/** A request by a presigned URL, as it came over the line. */
export interface PresignedRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** What follows the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Proves that nothing of what a presigned URL signs was changed: method, path, parameters, headers.
 * Source: S3 API Reference, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
 * @throws ServiceFault SignatureDoesNotMatch
 */
export function verifyPresigned(request: PresignedRequest, secretAccessKey: string): void {
  const pairs = request.query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [decode(name), decode(value)] as const;
  });
  const parameters = new Map(pairs);
  const canonical = canonicalRequest(request, pairs, parameters);
  const scope = (parameters.get('X-Amz-Credential') ?? '').split('/').slice(-4);
  const signed = ['AWS4-HMAC-SHA256', parameters.get('X-Amz-Date'), scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secretAccessKey}`);
  const expected = Buffer.from(hmac(key, signed).toString('hex'));
  const given = Buffer.from(parameters.get('X-Amz-Signature') ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ServiceFault(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
}

function canonicalRequest(
  { method, path, headers }: PresignedRequest,
  pairs: readonly (readonly [string, string])[],
  parameters: ReadonlyMap<string, string>,
): string {
  const query = pairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const signedHeaders = parameters.get('X-Amz-SignedHeaders') ?? '';
  const lines = signedHeaders.split(';').map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/\s+/g, ' ')}\n`,
  );
  const payload = signedHeaders.split(';').includes('x-amz-content-sha256')
    ? String(headers['x-amz-content-sha256'])
    : (parameters.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD');
  const uri = path.split('/').map(decode).map(encode).join('/');
  return [method, uri, query.join('&'), lines.join(''), signedHeaders, payload].join('\n');
}

/** What is no percent-encoding stands for itself, and matches no signature. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986, as signatures want it: JavaScript leaves five more characters alone. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

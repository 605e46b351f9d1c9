import type { IncomingHttpHeaders } from 'node:http';
import { ServiceFault } from './service';
import { isSameSignature, objectPath, parametersOf, signatureOf } from './signature';

/** A request as it came over the line. */
export interface ReceivedLine {
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
export function verifyPresigned({ method, path, query, headers }: ReceivedLine, secretAccessKey: string): void {
  const pairs = parametersOf(query);
  const parameters = new Map(pairs);
  const signedHeaders = parameters.get('X-Amz-SignedHeaders') ?? '';
  const expected = signatureOf(
    {
      method,
      canonicalPath: objectPath(path),
      parameters: pairs.filter(([name]) => name !== 'X-Amz-Signature'),
      headers,
      signedHeaders,
      payload: signedHeaders.split(';').includes('x-amz-content-sha256')
        ? String(headers['x-amz-content-sha256'])
        : (parameters.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'),
      date: parameters.get('X-Amz-Date') ?? '',
      scope: (parameters.get('X-Amz-Credential') ?? '').split('/').slice(-4).join('/'),
    },
    secretAccessKey,
  );
  if (!isSameSignature(parameters.get('X-Amz-Signature') ?? '', expected)) {
    throw new ServiceFault(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
}

import { createHash } from 'node:crypto';
import { decodeAwsChunked } from '../http/aws-chunked';
import { NotEmulated } from '../http/service';
import {
  type ChecksumAlgorithm,
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  hasher,
  isChecksumAlgorithm,
  isChecksumValue,
} from './checksum';
import { invalidRequest, S3Fault } from './fault';
import type { S3Request } from './operation';

/** The largest object that one request may put, and the largest part: 5 GiB. */
export const LARGEST_PUT_BYTES = 5 * 1024 ** 3;

/** Headers that describe a body; every operation that receives one understands them. */
export const BODY_HEADERS: readonly string[] = [
  'x-amz-trailer',
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  ...CHECKSUM_ALGORITHMS.map(checksumHeader),
];

/** Of chunks only the bytes are read: the signature of the header is proven, those of single chunks are not. */
const STREAMING = new Set([
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]);

export interface ReceivedBody {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/**
 * Reads a request's body through the encoding it came in, hands its bytes on as they come, and proves it against
 * everything the client declared: length, Content-MD5, payload hash, one checksum in a header or trailer.
 *
 * @param fallback the checksum to compute when the client declares none.
 * @throws S3Fault at the end, when something differs: what was handed on must then be discarded.
 */
export async function receiveBody(
  request: S3Request,
  fallback: ChecksumAlgorithm,
  write: (chunk: Uint8Array) => Promise<void> | void,
  largest = LARGEST_PUT_BYTES,
): Promise<ReceivedBody> {
  const declared = declarationsOf(request);
  if (declared.size > largest) {
    throw new S3Fault('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: declared.size,
      MaxSizeAllowed: largest,
    });
  }
  const { chunks, trailers } = declared.streaming
    ? decodeAwsChunked(request.http.body)
    : { chunks: request.http.body as AsyncIterable<Uint8Array>, trailers: new Map<string, string>() };
  const algorithm = declared.algorithm ?? fallback;
  const md5 = createHash('md5');
  const payload = declared.payloadHash === undefined ? undefined : createHash('sha256');
  const running = hasher(algorithm);
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    md5.update(chunk);
    payload?.update(chunk);
    running.update(chunk);
    await write(chunk);
  }
  if (size !== declared.size) {
    throw new S3Fault(
      'IncompleteBody',
      400,
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  const value = running.digest().toString('base64');
  const expected =
    declared.inTrailer && declared.algorithm ? trailerValue(trailers, declared.algorithm) : declared.value;
  if (expected !== undefined && expected !== value) {
    throw new S3Fault('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  if (payload && payload.digest('hex') !== declared.payloadHash) {
    throw new S3Fault(
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const hash = md5.digest();
  if (declared.md5 !== undefined && declared.md5 !== hash.toString('base64')) {
    throw new S3Fault('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
  }
  return { size, md5: hash.toString('hex'), checksum: { algorithm, value } };
}

/** Whether the client declares anything that proves the body (`Content-MD5` or a checksum). */
export const declaresDigest = (request: S3Request): boolean =>
  request.header('content-md5') !== undefined || declarationsOf(request).algorithm !== undefined;

interface Declarations {
  readonly size: number;
  readonly streaming: boolean;
  readonly algorithm?: ChecksumAlgorithm | undefined;
  readonly value?: string | undefined;
  readonly inTrailer: boolean;
  readonly md5?: string | undefined;
  readonly payloadHash?: string | undefined;
}

function declarationsOf(request: S3Request): Declarations {
  const contentHash = request.header('x-amz-content-sha256');
  const streaming = contentHash !== undefined && STREAMING.has(contentHash);
  if (contentHash?.startsWith('STREAMING-') && !streaming) {
    throw new NotEmulated('S3', `the payload signature "${contentHash}"`);
  }
  const length = request.header(streaming ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined || !/^\d+$/.test(length)) {
    throw new S3Fault('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
  }
  const md5 = request.header('content-md5');
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16) {
    throw new S3Fault('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': md5 });
  }
  return {
    size: Number(length),
    streaming,
    ...checksumOf(request),
    md5,
    payloadHash: contentHash !== undefined && /^[0-9a-f]{64}$/.test(contentHash) ? contentHash : undefined,
  };
}

function checksumOf(request: S3Request): Pick<Declarations, 'algorithm' | 'value' | 'inTrailer'> {
  const trailer = request.header('x-amz-trailer');
  const inHeaders = CHECKSUM_ALGORITHMS.filter((name) => request.header(checksumHeader(name)) !== undefined);
  const inTrailer = CHECKSUM_ALGORITHMS.filter((name) => trailer === checksumHeader(name));
  if (trailer !== undefined && inTrailer.length === 0) {
    throw invalidRequest(`The value specified in the x-amz-trailer header is not supported: "${trailer}"`);
  }
  const [algorithm, another] = [...inHeaders, ...inTrailer];
  if (another !== undefined) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const announced = request.header('x-amz-sdk-checksum-algorithm')?.toUpperCase();
  if (announced !== undefined && !isChecksumAlgorithm(announced)) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  if (announced !== undefined && announced !== algorithm) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (algorithm === undefined || inTrailer.length > 0) return { algorithm, inTrailer: inTrailer.length > 0 };
  const value = request.header(checksumHeader(algorithm)) ?? '';
  if (!isChecksumValue(algorithm, value)) {
    throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return { algorithm, value, inTrailer: false };
}

function trailerValue(trailers: ReadonlyMap<string, string>, algorithm: ChecksumAlgorithm): string {
  const value = trailers.get(checksumHeader(algorithm));
  if (value === undefined || !isChecksumValue(algorithm, value)) {
    throw new S3Fault(
      'MalformedTrailerError',
      400,
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  return value;
}

import { randomBytes } from 'node:crypto';
import { type ChecksumAlgorithm, checksumElement, type ChecksumType, isChecksumAlgorithm } from './checksum';
import { authorizeObject, bucketOf } from './commit-version';
import { invalidArgument, invalidRequest, noSuchUpload } from './fault';
import { checksumHeader } from './checksum';
import {
  deleteUpload,
  findPart,
  findUpload,
  isOver,
  MOST_PARTS,
  type MultipartUpload,
  partsOf,
  removeParts,
  type UploadedPart,
  writePart,
  writeUpload,
} from './multipart-upload';
import { checkStorageHeaders, headersToKeep, STORAGE_HEADERS } from './object-headers';
import type { Operation, S3Context, S3Request } from './operation';
import { storeBody } from './put-object';
import { BODY_HEADERS } from './receive-body';
import { document, element } from '../http/xml';

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  on: 'object',
  method: 'POST',
  select: 'uploads',
  headers: ['x-amz-checksum-algorithm', 'x-amz-checksum-type', ...STORAGE_HEADERS],
  takesMetadata: true,
  async handle(context, request) {
    authorizeObject(request, 'PutObject');
    const { name } = bucketOf(context, request);
    checkStorageHeaders(request);
    const declared = request.header('x-amz-checksum-algorithm');
    const upload: MultipartUpload = {
      id: randomBytes(24).toString('hex'),
      bucket: name,
      key: request.key,
      initiated: context.clock.now(),
      kept: headersToKeep(request),
      ...checksumKind(declared, request.header('x-amz-checksum-type')),
    };
    await context.store.commit([writeUpload(upload)]);
    const body = document('InitiateMultipartUploadResult', [
      element('Bucket', name),
      element('Key', request.key),
      element('UploadId', upload.id),
    ]);
    return {
      status: 200,
      headers: {
        'content-type': 'application/xml',
        'x-amz-server-side-encryption': 'AES256',
        ...(declared === undefined
          ? {}
          : { 'x-amz-checksum-algorithm': upload.algorithm, 'x-amz-checksum-type': upload.type }),
      },
      body,
    };
  },
};

/** Without a word of the client S3 keeps a CRC-64/NVME of the whole; of the others the default is a composite. */
function checksumKind(
  declared: string | undefined,
  declaredType: string | undefined,
): { algorithm: ChecksumAlgorithm; type: ChecksumType } {
  const algorithm = declared ?? 'CRC64NVME';
  if (!isChecksumAlgorithm(algorithm)) {
    throw invalidRequest('Checksum algorithm provided is unsupported. Please try again with any of the valid types.');
  }
  const type = declaredType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  }
  const impossible = type === 'COMPOSITE' ? algorithm === 'CRC64NVME' : algorithm.startsWith('SHA');
  if (impossible) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type };
}

export const uploadPart: Operation = {
  name: 'UploadPart',
  on: 'object',
  method: 'PUT',
  select: 'uploadId',
  query: ['partNumber'],
  headers: BODY_HEADERS,
  async handle(context, request) {
    const { upload } = uploadOf(context, request, 'PutObject');
    const number = partNumberOf(request);
    const { blob, received } = await storeBody(context, request, upload.algorithm);
    const { size, md5, checksum } = received;
    const refused =
      checksum.algorithm === upload.algorithm
        ? undefined
        : invalidRequest(
            `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual ` +
              `checksum Type: ${checksum.algorithm.toLowerCase()}`,
          );
    if (refused || isOver(context.store, upload.id)) {
      await context.blobs.remove([blob]);
      throw refused ?? noSuchUpload(upload.id);
    }
    const part: UploadedPart = {
      number,
      size,
      md5,
      checksum: checksum.value,
      blob,
      lastModified: Math.floor(context.clock.now() / 1_000) * 1_000,
    };
    const replaced = findPart(context.store, upload.id, number);
    await context.store.commit(writePart(upload.id, part, replaced));
    await context.blobs.remove(replaced ? [replaced.blob] : []);
    return {
      status: 200,
      headers: {
        etag: `"${md5}"`,
        'x-amz-server-side-encryption': 'AES256',
        [checksumHeader(upload.algorithm)]: checksum.value,
      },
    };
  },
};

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  on: 'object',
  method: 'DELETE',
  select: 'uploadId',
  async handle(context, request) {
    const { upload } = uploadOf(context, request, 'AbortMultipartUpload');
    await context.store.commit([deleteUpload(upload.id)]);
    await dropParts(context, upload.id);
    return { status: 204 };
  },
};

export const listParts: Operation = {
  name: 'ListParts',
  on: 'object',
  method: 'GET',
  select: 'uploadId',
  query: ['max-parts', 'part-number-marker'],
  async handle(context, request) {
    const { upload, name } = uploadOf(context, request, 'ListMultipartUploadParts');
    const most = Math.min(numberParameter(request, 'max-parts', 1_000), 1_000);
    const marker = numberParameter(request, 'part-number-marker', 0);
    const parts: UploadedPart[] = [];
    let truncated = false;
    for await (const part of partsOf(context.store, upload.id, marker + 1)) {
      truncated = parts.length === most;
      if (truncated) break;
      parts.push(part);
    }
    const body = document('ListPartsResult', [
      element('Bucket', name),
      element('Key', upload.key),
      element('UploadId', upload.id),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
      element('MaxParts', most),
      element('IsTruncated', truncated),
      element('ChecksumAlgorithm', upload.algorithm),
      element('ChecksumType', upload.type),
      ...parts.map((part) =>
        element('Part', [
          element('PartNumber', part.number),
          element('LastModified', new Date(part.lastModified).toISOString()),
          element('ETag', `"${part.md5}"`),
          element('Size', part.size),
          element(checksumElement(upload.algorithm), part.checksum),
        ]),
      ),
      element('StorageClass', 'STANDARD'),
    ]);
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  },
};

/** The upload that a request names. @throws S3Fault, AccessDenied */
export function uploadOf(
  context: S3Context,
  request: S3Request,
  action: string,
): { upload: MultipartUpload; name: string } {
  authorizeObject(request, action);
  const { name } = bucketOf(context, request);
  return { upload: findUpload(context.store, request.query.get('uploadId') ?? '', name, request.key), name };
}

/** Removes the parts of an upload that is over; none can be added any more. */
export async function dropParts({ store, blobs }: S3Context, id: string): Promise<void> {
  const left = await removeParts(store, id);
  await store.commit(left.writes);
  await blobs.remove(left.blobs);
}

function partNumberOf(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= MOST_PARTS) return number;
  throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`, 'partNumber', text);
}

function numberParameter({ query }: S3Request, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Number(text);
}

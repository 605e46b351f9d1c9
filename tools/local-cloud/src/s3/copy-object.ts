import { createHash } from 'node:crypto';
import { type ChecksumAlgorithm, checksumElement, hasher, isChecksumAlgorithm } from './checksum';
import { authorizeObject, bucketOf, commitVersion } from './commit-version';
import { invalidArgument, invalidRequest } from './fault';
import { findVersion } from './get-object';
import { checkStorageHeaders, describeWrite, headersToKeep, STORAGE_HEADERS } from './object-headers';
import type { BlobRef, ObjectVersion } from './object-version';
import type { Operation, S3Context, S3Request } from './operation';
import { checkCopySource, checkWrite, COPY_SOURCE_PREFIX, READ_CONDITIONS, WRITE_CONDITIONS } from './precondition';
import { LARGEST_PUT_BYTES } from './receive-body';
import { NotEmulated, type ServiceResponse } from '../http/service';
import { document, element } from '../http/xml';
import { fetchFromElsewhere } from './copy-from-elsewhere';

export const copyObject: Operation = {
  name: 'CopyObject',
  on: 'object',
  method: 'PUT',
  selectHeader: 'x-amz-copy-source',
  headers: [
    'x-amz-copy-source',
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
    'x-amz-checksum-algorithm',
    ...READ_CONDITIONS.map((name) => COPY_SOURCE_PREFIX + name),
    ...STORAGE_HEADERS,
    ...WRITE_CONDITIONS,
  ],
  takesMetadata: true,
  async handle(context, request) {
    const from = copySource(request);
    if (context.elsewhere(from.request.bucketName)) return copyFromElsewhere(context, request, from);
    const { versioned, name } = bucketOf(context, request);
    const sourceBucket = bucketOf(context, from.request);
    const source = findVersion(context, from.request, from.versionId);
    checkCopySource(request, source);
    authorizeObject(request, 'PutObject');
    checkStorageHeaders(request);
    const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
    if (directive !== 'COPY' && directive !== 'REPLACE') {
      throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
    }
    const ontoItself = sourceBucket.name === name && source.key === request.key && from.versionId === null;
    if (ontoItself && directive === 'COPY') {
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
          'metadata, storage class, website redirect location or encryption attributes.',
      );
    }
    if (source.size > LARGEST_PUT_BYTES) {
      throw invalidRequest(
        `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_PUT_BYTES}`,
      );
    }
    const kept =
      directive === 'REPLACE' ? headersToKeep(request) : { headers: source.headers, metadata: source.metadata };
    const copied = await copyBytes(context, source, algorithmOf(request, source));
    try {
      checkWrite(request, context.index.current(name, request.key));
    } catch (error) {
      await context.blobs.remove([copied.blob]);
      throw error;
    }
    const version = await commitVersion(
      context,
      request,
      { ...newVersion(request.key, source.size, copied), ...kept },
      'ObjectCreated:Copy',
    );
    return answer(version, copied, {
      versioned,
      ...(sourceBucket.versioned ? { sourceVersion: source.versionId } : {}),
    });
  },
};

interface CopiedBytes {
  readonly blob: BlobRef;
  readonly md5: string;
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

const newVersion = (key: string, size: number, { blob, md5, algorithm, value }: CopiedBytes) => ({
  key,
  size,
  etag: md5,
  blobs: [blob],
  checksum: { algorithm, value, type: 'FULL_OBJECT' as const },
});

function answer(
  version: ObjectVersion,
  { algorithm, value }: CopiedBytes,
  { versioned, sourceVersion }: { readonly versioned: boolean; readonly sourceVersion?: string },
): ServiceResponse {
  const body = document('CopyObjectResult', [
    element('LastModified', new Date(version.lastModified).toISOString()),
    element('ETag', `"${version.etag}"`),
    element('ChecksumType', 'FULL_OBJECT'),
    element(checksumElement(algorithm), value),
  ]);
  const { etag: _inBody, ...headers } = describeWrite(version, versioned);
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': 'application/xml',
      ...(sourceVersion === undefined ? {} : { 'x-amz-copy-source-version-id': sourceVersion }),
    },
    body,
  };
}

/** The metadata that the source has stays there: such a copy says itself what it wants. */
async function copyFromElsewhere(
  context: S3Context,
  request: S3Request,
  from: ReturnType<typeof copySource>,
): Promise<ServiceResponse> {
  const { versioned, name } = bucketOf(context, request);
  authorizeObject(request, 'PutObject');
  checkStorageHeaders(request);
  if (request.header('x-amz-metadata-directive') !== 'REPLACE') {
    throw new NotEmulated('S3', 'a copy from another region that keeps the metadata of its source');
  }
  const fetched = await fetchFromElsewhere(context, from.request, from.versionId);
  try {
    checkWrite(request, context.index.current(name, request.key));
  } catch (error) {
    await context.blobs.remove([fetched.blob]);
    throw error;
  }
  const created = { ...newVersion(request.key, fetched.size, fetched), ...headersToKeep(request) };
  const version = await commitVersion(context, request, created, 'ObjectCreated:Copy');
  return answer(version, fetched, { versioned, ...(from.versionId === null ? {} : { sourceVersion: from.versionId }) });
}

/** `[/]<bucket>/<key>[?versionId=…]`, percent-encoded; read as if its object were asked for by the same caller. */
function copySource(request: S3Request): { request: S3Request; versionId: string | null } {
  const header = request.header('x-amz-copy-source') ?? '';
  const [path = '', query] = header.split(/\?versionId=/);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    decoded = '';
  }
  const [, bucketName, key] = /^([^/]+)\/(.+)$/s.exec(decoded) ?? [];
  if (bucketName === undefined || key === undefined) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { request: { ...request, bucketName, key }, versionId: query ?? null };
}

function algorithmOf(request: S3Request, source: ObjectVersion): ChecksumAlgorithm {
  const name = request.header('x-amz-checksum-algorithm');
  if (name === undefined) return source.checksum?.algorithm ?? 'CRC64NVME';
  if (!isChecksumAlgorithm(name)) {
    throw invalidRequest('Checksum algorithm provided is unsupported. Please try again with any of the valid types.');
  }
  return name;
}

/** A copy is one object whatever its source was put together from: its ETag and checksum are those of all its bytes. */
async function copyBytes(
  { blobs }: S3Context,
  source: ObjectVersion,
  algorithm: ChecksumAlgorithm,
): Promise<CopiedBytes> {
  const draft = await blobs.draft();
  const md5 = createHash('md5');
  const running = hasher(algorithm);
  try {
    for await (const chunk of blobs.read(source.blobs, 0, source.size)) {
      md5.update(chunk as Buffer);
      running.update(chunk as Buffer);
      await draft.write(chunk as Buffer);
    }
  } catch (error) {
    await draft.discard();
    throw error;
  }
  return { blob: await draft.finish(), md5: md5.digest('hex'), algorithm, value: running.digest().toString('base64') };
}

import { authorizeObject, bucketOf, commitVersion } from './commit-version';
import type { BlobRef } from './object-version';
import { checkLockedWrite } from './object-lock';
import { checkStorageHeaders, describeWrite, headersToKeep, STORAGE_HEADERS } from './object-headers';
import type { Operation, S3Context, S3Request } from './operation';
import { checkWrite, WRITE_CONDITIONS } from './precondition';
import { BODY_HEADERS, type ReceivedBody, receiveBody } from './receive-body';
import type { ChecksumAlgorithm } from './checksum';

export const putObject: Operation = {
  name: 'PutObject',
  on: 'object',
  method: 'PUT',
  headers: [...BODY_HEADERS, ...STORAGE_HEADERS, ...WRITE_CONDITIONS],
  takesMetadata: true,
  async handle(context, request) {
    authorizeObject(request, 'PutObject');
    const { versioned, name, defaultRetention } = bucketOf(context, request);
    checkLockedWrite(request, defaultRetention);
    checkStorageHeaders(request);
    const kept = headersToKeep(request);
    const { blob, received } = await storeBody(context, request, 'CRC64NVME');
    try {
      checkWrite(request, context.index.current(name, request.key));
    } catch (error) {
      await context.blobs.remove([blob]);
      throw error;
    }
    const version = await commitVersion(
      context,
      request,
      {
        key: request.key,
        size: received.size,
        etag: received.md5,
        blobs: [blob],
        checksum: { ...received.checksum, type: 'FULL_OBJECT' },
        ...kept,
      },
      'ObjectCreated:Put',
    );
    return { status: 200, headers: describeWrite(version, versioned) };
  },
};

/** Streams a request's body into a blob of its own; nothing stays behind where the body is not what was declared. */
export async function storeBody(
  { blobs }: S3Context,
  request: S3Request,
  fallback: ChecksumAlgorithm,
): Promise<{ blob: BlobRef; received: ReceivedBody }> {
  const draft = await blobs.draft();
  let received: ReceivedBody;
  try {
    received = await receiveBody(request, fallback, (chunk) => draft.write(chunk));
  } catch (error) {
    await draft.discard();
    throw error;
  }
  return { blob: await draft.finish(), received };
}

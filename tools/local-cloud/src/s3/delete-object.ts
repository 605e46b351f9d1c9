import { ServiceFault } from '../http/service';
import { authorizeObject, bucketOf } from './commit-version';
import { invalidArgument, invalidRequest, malformedXml } from './fault';
import { notifications } from './notification';
import { BYPASS_HEADER, checkLockedDelete } from './object-lock';
import { isVersionId, type ObjectVersion } from './object-version';
import type { Operation, S3Context, S3Request } from './operation';
import { BODY_HEADERS, declaresDigest, receiveBody } from './receive-body';
import { childrenOf, document, element, parseXml, textOf, type Xml } from '../http/xml';

/** Keys in one DeleteObjects. */
const MOST_KEYS = 1_000;
/** Bytes of its document; S3's limit is 2 MB. */
const LARGEST_DOCUMENT = 2 * 1024 ** 2;

export const deleteObject: Operation = {
  name: 'DeleteObject',
  on: 'object',
  method: 'DELETE',
  query: ['versionId'],
  headers: [BYPASS_HEADER],
  async handle(context, request) {
    const deleted = await remove(context, request, request.query.get('versionId') ?? undefined);
    return {
      status: 204,
      headers: {
        ...(deleted.versionId === undefined ? {} : { 'x-amz-version-id': deleted.versionId }),
        ...(deleted.marker ? { 'x-amz-delete-marker': 'true' } : {}),
      },
    };
  },
};

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  on: 'bucket',
  method: 'POST',
  select: 'delete',
  headers: [...BODY_HEADERS, BYPASS_HEADER],
  async handle(context, request) {
    bucketOf(context, request);
    if (!declaresDigest(request)) {
      throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
    }
    const { objects, quiet } = await readList(request);
    const results: Xml[] = [];
    for (const { key, versionId } of objects) {
      try {
        const deleted = await remove(context, { ...request, key }, versionId);
        if (!quiet) results.push(deletedElement(key, versionId, deleted));
      } catch (error) {
        if (!(error instanceof ServiceFault)) throw error;
        results.push(errorElement(key, versionId, error));
      }
    }
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: document('DeleteResult', results) };
  },
};

interface Deleted {
  /** Of the version that was removed or of the delete marker that was put. */
  readonly versionId?: string;
  /** Whether that is a delete marker. */
  readonly marker?: boolean;
}

/** Removes a version for good, or, without its id, hides the object behind a delete marker. */
async function remove(context: S3Context, request: S3Request, versionId: string | undefined): Promise<Deleted> {
  const { index, clock } = context;
  const bucket = bucketOf(context, request);
  const { key } = request;
  authorizeObject(request, versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion');
  if (versionId !== undefined && !isVersionId(versionId)) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
  if (versionId === undefined && bucket.versioned) {
    const marker = { key, size: 0, etag: EMPTY_MD5, blobs: [], headers: {}, metadata: {}, deleteMarker: true } as const;
    const change = index.put(bucket, marker, clock.now());
    await commit(context, request, change.version, change, 'ObjectRemoved:DeleteMarkerCreated');
    return { versionId: change.version.versionId, marker: true };
  }
  const version = index.version(bucket.name, key, versionId ?? 'null');
  // What is gone already is deleted as asked.
  if (version === undefined) return versionId === undefined ? {} : { versionId };
  checkLockedDelete(request, version, clock.now());
  await index.remove(bucket.name, version, (change) =>
    commit(context, request, version, change, 'ObjectRemoved:Delete'),
  );
  return versionId === undefined ? {} : { versionId, marker: version.deleteMarker === true };
}

/** The MD5 of no bytes, which S3 shows in events of delete markers. */
const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

async function commit(
  context: S3Context,
  request: S3Request,
  version: ObjectVersion,
  { writes, orphans }: { writes: Parameters<S3Context['store']['commit']>[0]; orphans: ObjectVersion['blobs'] },
  event: 'ObjectRemoved:Delete' | 'ObjectRemoved:DeleteMarkerCreated',
): Promise<void> {
  const deliveries = notifications(context, bucketOf(context, request), event, version, request);
  await context.store.commit([...writes, ...deliveries.flatMap((delivery) => delivery.writes)]);
  for (const delivery of deliveries) delivery.publish();
  await context.blobs.remove(orphans);
}

async function readList(
  request: S3Request,
): Promise<{ objects: { key: string; versionId: string | undefined }[]; quiet: boolean }> {
  const chunks: Uint8Array[] = [];
  await receiveBody(request, 'CRC32', (chunk) => void chunks.push(chunk), LARGEST_DOCUMENT);
  let root;
  try {
    [root] = childrenOf(parseXml(Buffer.concat(chunks).toString()), 'Delete');
  } catch {
    throw malformedXml();
  }
  const objects = childrenOf(root, 'Object').map((object) => {
    const key = textOf(object, 'Key');
    if (!key) throw malformedXml();
    return { key, versionId: textOf(object, 'VersionId') };
  });
  if (objects.length === 0 || objects.length > MOST_KEYS) throw malformedXml();
  return { objects, quiet: textOf(root, 'Quiet') === 'true' };
}

function deletedElement(key: string, asked: string | undefined, { versionId, marker }: Deleted): Xml {
  return element('Deleted', [
    element('Key', key),
    element('VersionId', asked),
    ...(marker ? [element('DeleteMarker', true), element('DeleteMarkerVersionId', versionId)] : []),
  ]);
}

const errorElement = (key: string, versionId: string | undefined, { code, message }: ServiceFault): Xml =>
  element('Error', [
    element('Key', key),
    element('VersionId', versionId),
    element('Code', code),
    element('Message', message),
  ]);

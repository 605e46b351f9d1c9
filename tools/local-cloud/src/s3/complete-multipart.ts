import {
  type Checksum,
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumElement,
  checksumHeader,
  checksumOfParts,
  etagOfParts,
} from './checksum';
import { readBody } from '../http/read-body';
import { bucketOf, commitVersion } from './commit-version';
import { invalidRequest, malformedXml, S3Fault } from './fault';
import { dropParts, uploadOf } from './multipart';
import {
  deleteUpload,
  findPart,
  forgetPart,
  isOver,
  MOST_PARTS,
  type MultipartUpload,
  type UploadedPart,
} from './multipart-upload';
import type { Operation, S3Context, S3Request } from './operation';
import { noSuchUpload } from './fault';
import { checkWrite, WRITE_CONDITIONS } from './precondition';
import { childrenOf, document, element, parseXml, textOf, type XmlNode } from '../http/xml';

/** Every part but the last must be at least this long: 5 MiB. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;
/** Bytes of the list of 10,000 parts with checksums, generously. */
const LARGEST_DOCUMENT = 4 * 1024 ** 2;

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  on: 'object',
  method: 'POST',
  select: 'uploadId',
  headers: [
    ...WRITE_CONDITIONS,
    'x-amz-checksum-type',
    'x-amz-mp-object-size',
    ...CHECKSUM_ALGORITHMS.map(checksumHeader),
  ],
  async handle(context, request) {
    const { upload, name } = uploadOf(context, request, 'PutObject');
    const listed = parseList((await readBody(request.http.body, LARGEST_DOCUMENT)).toString());
    // From here to the commit nothing is awaited: parts, preconditions and the upload itself can't change under it.
    if (isOver(context.store, upload.id)) throw noSuchUpload(upload.id);
    const parts = listed.map((part) => uploadedPart(context, upload, part));
    checkSizes(request, parts);
    const checksum = checksumOfParts(upload.algorithm, upload.type, parts);
    checkDeclaredChecksum(request, upload, checksum);
    checkWrite(request, context.index.current(name, request.key));
    const version = await commitVersion(
      context,
      request,
      {
        key: upload.key,
        size: parts.reduce((sum, { size }) => sum + size, 0),
        etag: etagOfParts(parts),
        blobs: parts.map(({ blob }) => blob),
        checksum,
        ...upload.kept,
      },
      'ObjectCreated:CompleteMultipartUpload',
      [deleteUpload(upload.id), ...parts.map(({ number }) => forgetPart(upload.id, number))],
    );
    await dropParts(context, upload.id);
    const body = document('CompleteMultipartUploadResult', [
      element(
        'Location',
        `http://${request.http.headers.host ?? '127.0.0.1'}/${name}/${encodeURIComponent(upload.key)}`,
      ),
      element('Bucket', name),
      element('Key', upload.key),
      element('ETag', `"${version.etag}"`),
      element(checksumElement(checksum.algorithm), checksum.value),
      element('ChecksumType', checksum.type),
    ]);
    return {
      status: 200,
      headers: {
        'content-type': 'application/xml',
        'x-amz-server-side-encryption': 'AES256',
        ...(bucketOf(context, request).versioned ? { 'x-amz-version-id': version.versionId } : {}),
      },
      body,
    };
  },
};

interface ListedPart {
  readonly number: number;
  readonly etag: string;
  readonly checksums: Partial<Record<ChecksumAlgorithm, string>>;
}

function parseList(text: string): ListedPart[] {
  let root: XmlNode | undefined;
  try {
    [root] = childrenOf(parseXml(text), 'CompleteMultipartUpload');
  } catch {
    throw malformedXml();
  }
  const parts = childrenOf(root, 'Part').map((part) => {
    const number = Number(textOf(part, 'PartNumber'));
    const etag = textOf(part, 'ETag')?.replaceAll('"', '');
    if (!Number.isInteger(number) || etag === undefined) throw malformedXml();
    const checksums = CHECKSUM_ALGORITHMS.map((name) => [name, textOf(part, checksumElement(name))] as const);
    return { number, etag, checksums: Object.fromEntries(checksums.filter(([, value]) => value !== undefined)) };
  });
  if (parts.length === 0 || parts.length > MOST_PARTS) throw malformedXml();
  if (parts.some(({ number }, at) => at > 0 && number <= (parts[at - 1]?.number ?? 0))) {
    throw new S3Fault(
      'InvalidPartOrder',
      400,
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  return parts;
}

function uploadedPart({ store }: S3Context, upload: MultipartUpload, listed: ListedPart): UploadedPart {
  const part = findPart(store, upload.id, listed.number);
  const differs = Object.entries(listed.checksums).some(
    ([algorithm, value]) => algorithm !== upload.algorithm || value !== part?.checksum,
  );
  if (part === undefined || part.md5 !== listed.etag || differs) {
    throw new S3Fault(
      'InvalidPart',
      400,
      'One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified ' +
        "entity tag may not match the part's entity tag.",
      { UploadId: upload.id, PartNumber: listed.number, ETag: listed.etag },
    );
  }
  return part;
}

function checkSizes(request: S3Request, parts: readonly UploadedPart[]): void {
  const short = parts.slice(0, -1).find(({ size }) => size < SMALLEST_PART_BYTES);
  if (short) {
    throw new S3Fault('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: short.size,
      MinSizeAllowed: SMALLEST_PART_BYTES,
      PartNumber: short.number,
      ETag: short.md5,
    });
  }
  const declared = request.header('x-amz-mp-object-size');
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (declared !== undefined && Number(declared) !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${declared} does not match what was computed: ${size}`,
    );
  }
}

function checkDeclaredChecksum(request: S3Request, upload: MultipartUpload, { algorithm, value }: Checksum): void {
  const type = request.header('x-amz-checksum-type');
  if (type !== undefined && type !== upload.type) {
    throw invalidRequest(
      `The upload was created using the ${upload.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  for (const name of CHECKSUM_ALGORITHMS) {
    const declared = request.header(checksumHeader(name));
    if (declared === undefined) continue;
    if (name !== algorithm || declared !== value) {
      throw new S3Fault('BadDigest', 400, `The ${name} you specified did not match the calculated checksum.`);
    }
  }
}

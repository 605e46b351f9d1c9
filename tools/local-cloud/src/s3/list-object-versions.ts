import { bucketArn } from './bucket';
import { bucketOf } from './commit-version';
import { invalidArgument } from './fault';
import { checksumAlgorithmElements, encodeKey, type ListingQuery, readListingQuery, readPage } from './listing';
import { ownerId } from './notification';
import { afterPrefix, versionKey, versionsEnd, versionsStart } from './object-index';
import { isVersionId, type ObjectVersion } from './object-version';
import type { Operation, S3Context } from './operation';
import { document, element, type Xml } from '../http/xml';

export const listObjectVersions: Operation = {
  name: 'ListObjectVersions',
  on: 'bucket',
  method: 'GET',
  select: 'versions',
  query: ['prefix', 'delimiter', 'max-keys', 'key-marker', 'version-id-marker', 'encoding-type'],
  async handle(context, request) {
    const { name } = bucketOf(context, request);
    const listing = readListingQuery(request);
    request.http.authorize('s3:ListBucketVersions', bucketArn(name), {
      's3:prefix': listing.prefix,
      's3:delimiter': listing.delimiter,
      's3:max-keys': String(listing.maxKeys),
    });
    const keyMarker = request.query.get('key-marker') ?? '';
    const versionMarker = request.query.get('version-id-marker') ?? '';
    if (versionMarker !== '' && (keyMarker === '' || !isVersionId(versionMarker))) {
      throw keyMarker === ''
        ? invalidArgument(
            'A version-id marker cannot be specified without a key marker.',
            'version-id-marker',
            versionMarker,
          )
        : invalidArgument('Invalid version id specified', 'version-id-marker', versionMarker);
    }
    const resume = resumePoint(name, listing, keyMarker, versionMarker);
    const page = await readPage(listing, resume.key, (from) =>
      context.index.versions(name, from === resume.key ? resume.storeKey : versionsStart(name, from)),
    );
    const last =
      page.last && ('entry' in page.last ? page.last.entry : { key: page.last.prefix, versionId: undefined });
    const body = document('ListVersionsResult', [
      element('Name', name),
      element('Prefix', encodeKey(listing.prefix, listing)),
      element('Delimiter', listing.delimiter === '' ? undefined : encodeKey(listing.delimiter, listing)),
      element('KeyMarker', encodeKey(keyMarker, listing)),
      element('VersionIdMarker', versionMarker),
      element('NextKeyMarker', last && encodeKey(last.key, listing)),
      element('NextVersionIdMarker', last?.versionId),
      element('EncodingType', listing.urlEncoded ? 'url' : undefined),
      element('MaxKeys', listing.maxKeys),
      element('IsTruncated', page.last !== undefined),
      ...page.entries.map((version) => versionElement(context, name, listing, version)),
      ...page.prefixes.map((prefix) => element('CommonPrefixes', [element('Prefix', encodeKey(prefix, listing))])),
    ]);
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  },
};

/** Where a listing goes on: behind a version, behind all versions of a key, or behind a rolled-up prefix. */
function resumePoint(
  bucket: string,
  { prefix, delimiter }: ListingQuery,
  keyMarker: string,
  versionMarker: string,
): { key: string; storeKey: string } {
  if (versionMarker !== '') return { key: keyMarker, storeKey: `${versionKey(bucket, keyMarker, versionMarker)}\0` };
  if (keyMarker === '') return { key: '', storeKey: versionsStart(bucket, '') };
  if (delimiter !== '' && keyMarker.endsWith(delimiter) && keyMarker.length > prefix.length) {
    const key = afterPrefix(keyMarker);
    return { key, storeKey: versionsStart(bucket, key) };
  }
  return { key: keyMarker, storeKey: versionsEnd(bucket, keyMarker) };
}

function versionElement(
  { index, account }: S3Context,
  bucket: string,
  listing: ListingQuery,
  version: ObjectVersion,
): Xml {
  return element(version.deleteMarker ? 'DeleteMarker' : 'Version', [
    element('Key', encodeKey(version.key, listing)),
    element('VersionId', version.versionId),
    element('IsLatest', index.current(bucket, version.key)?.versionId === version.versionId),
    element('LastModified', new Date(version.lastModified).toISOString()),
    ...(version.deleteMarker
      ? []
      : [
          element('ETag', `"${version.etag}"`),
          ...checksumAlgorithmElements(version),
          element('Size', version.size),
          element('StorageClass', 'STANDARD'),
        ]),
    element('Owner', [element('ID', ownerId(account))]),
  ]);
}

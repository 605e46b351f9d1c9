import { bucketArn } from './bucket';
import { bucketOf } from './commit-version';
import { invalidArgument } from './fault';
import { checksumAlgorithmElements, encodeKey, readListingQuery, readPage, type Page } from './listing';
import { ownerId } from './notification';
import { afterPrefix } from './object-index';
import type { ObjectVersion } from './object-version';
import type { Operation } from './operation';
import { document, element } from '../http/xml';

export const listObjectsV2: Operation = {
  name: 'ListObjectsV2',
  on: 'bucket',
  method: 'GET',
  select: 'list-type',
  query: ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type', 'fetch-owner'],
  async handle(context, request) {
    const { name } = bucketOf(context, request);
    const { query } = request;
    const type = query.get('list-type') ?? '';
    if (type !== '2') throw invalidArgument('Invalid List Type specified in Request', 'list-type', type);
    const listing = readListingQuery(request);
    request.http.authorize('s3:ListBucket', bucketArn(name), {
      's3:prefix': listing.prefix,
      's3:delimiter': listing.delimiter,
      's3:max-keys': String(listing.maxKeys),
    });
    const token = query.get('continuation-token');
    const startAfter = query.get('start-after');
    const from = token === null ? (startAfter === null ? '' : `${startAfter}\0`) : readToken(token);
    const page = await readPage(listing, from, (start) => visible(context.index.currents(name, start)));
    const owner =
      query.get('fetch-owner') === 'true' ? element('Owner', [element('ID', ownerId(context.account))]) : undefined;
    const body = document('ListBucketResult', [
      element('Name', name),
      element('Prefix', encodeKey(listing.prefix, listing)),
      element('Delimiter', listing.delimiter === '' ? undefined : encodeKey(listing.delimiter, listing)),
      element('StartAfter', startAfter === null ? undefined : encodeKey(startAfter, listing)),
      element('ContinuationToken', token ?? undefined),
      element('NextContinuationToken', page.last ? writeToken(page.last) : undefined),
      element('EncodingType', listing.urlEncoded ? 'url' : undefined),
      element('KeyCount', page.entries.length + page.prefixes.length),
      element('MaxKeys', listing.maxKeys),
      element('IsTruncated', page.last !== undefined),
      ...page.entries.map((version) =>
        element('Contents', [
          element('Key', encodeKey(version.key, listing)),
          element('LastModified', new Date(version.lastModified).toISOString()),
          element('ETag', `"${version.etag}"`),
          ...checksumAlgorithmElements(version),
          element('Size', version.size),
          ...(owner ? [owner] : []),
          element('StorageClass', 'STANDARD'),
        ]),
      ),
      ...page.prefixes.map((prefix) => element('CommonPrefixes', [element('Prefix', encodeKey(prefix, listing))])),
    ]);
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  },
};

async function* visible(versions: AsyncIterable<ObjectVersion>): AsyncGenerator<ObjectVersion> {
  for await (const version of versions) if (!version.deleteMarker) yield version;
}

/** A continuation token is the first key of the next page. */
const writeToken = (last: NonNullable<Page['last']>): string =>
  Buffer.from(`from:${'entry' in last ? `${last.entry.key}\0` : afterPrefix(last.prefix)}`).toString('base64');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('from:')) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice('from:'.length);
}

import { invalidArgument } from './fault';
import { afterPrefix } from './object-index';
import { formUrlEncoded } from './notification';
import type { ObjectVersion } from './object-version';
import type { S3Request } from './operation';
import { element, type Xml } from '../http/xml';

/** The most that one answer lists. */
const LARGEST_PAGE = 1_000;

export interface Page {
  readonly entries: readonly ObjectVersion[];
  /** Prefixes up to and with the delimiter, under which keys were rolled up; in key order, as are the entries. */
  readonly prefixes: readonly string[];
  /** What was listed last, where there is more: an entry, or a prefix. */
  readonly last?: { readonly entry: ObjectVersion } | { readonly prefix: string };
}

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Whether keys are to be form-URL-encoded, since XML can't hold every character. */
  readonly urlEncoded: boolean;
}

/** @throws S3Fault on parameters out of range. */
export function readListingQuery({ query }: S3Request): ListingQuery {
  const maxKeys = query.get('max-keys') ?? String(LARGEST_PAGE);
  if (!/^\d{1,10}$/.test(maxKeys)) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', maxKeys);
  }
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), LARGEST_PAGE),
    urlEncoded: encoding === 'url',
  };
}

export const encodeKey = (key: string, { urlEncoded }: ListingQuery): string =>
  urlEncoded ? formUrlEncoded(key) : key;

/**
 * Reads one page in key order, rolling up what is under a common prefix.
 * @param from the first key that may be listed.
 * @param scan versions in key order from a key on; called again behind every rolled-up prefix.
 */
export async function readPage(
  { prefix, delimiter, maxKeys }: ListingQuery,
  from: string,
  scan: (from: string) => AsyncIterable<ObjectVersion>,
): Promise<Page> {
  const entries: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last: Page['last'];
  if (maxKeys === 0) return { entries, prefixes };
  let next: string | undefined = Buffer.compare(Buffer.from(from), Buffer.from(prefix)) > 0 ? from : prefix;
  while (next !== undefined) {
    const start: string = next;
    next = undefined;
    for await (const version of scan(start)) {
      if (!version.key.startsWith(prefix)) break;
      if (entries.length + prefixes.length === maxKeys) return { entries, prefixes, ...(last ? { last } : {}) };
      const end = delimiter === '' ? -1 : version.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        entries.push(version);
        last = { entry: version };
        continue;
      }
      const common = version.key.slice(0, end + delimiter.length);
      prefixes.push(common);
      last = { prefix: common };
      next = afterPrefix(common);
      break;
    }
  }
  return { entries, prefixes };
}

/** Which checksum an object has, as listings show it; the value itself is a GET's to tell. */
export const checksumAlgorithmElements = ({ checksum }: ObjectVersion): Xml[] =>
  checksum === undefined
    ? []
    : [element('ChecksumAlgorithm', checksum.algorithm), element('ChecksumType', checksum.type)];

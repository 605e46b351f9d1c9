import { type Either, isRight, left, right } from 'fp-ts/Either';
import * as t from 'io-ts';
import { canonicalJson } from './canonical-json';
import { beginOf, type TrailHour } from './trail-hour';

const DIGEST_VERSION = 1;
export const DIGESTS_PREFIX = 'digests/';

const digestedObject = t.readonly(
  t.type({
    key: t.string,
    /** Hexadecimal, of the object's bytes. */
    sha256: t.string,
    bytes: t.number,
  }),
);
export type DigestedObject = t.TypeOf<typeof digestedObject>;

const digestCodec = t.readonly(
  t.type({
    schemaVersion: t.literal(DIGEST_VERSION),
    region: t.string,
    hour: t.string,
    /** When it was written, epoch milliseconds: an object that is older and of an hour before is in this digest or an earlier one. */
    writtenAt: t.number,
    /** SHA-256 of the bytes of the digest of the hour before, in hexadecimal; null in the first. */
    previous: t.union([t.string, t.null]),
    /** By key. Those of this hour, and those of hours before that came late. */
    objects: t.readonlyArray(digestedObject),
  }),
);

/** What one region's trail had after one hour. Every hour since the first has one, also where nothing happened. */
export type Digest = t.TypeOf<typeof digestCodec>;

export const digestsPrefix = (region: string): string => `${DIGESTS_PREFIX}region=${region}/`;

export const digestKey = (region: string, hour: TrailHour): string => `${digestsPrefix(region)}${hour}.json`;

const NAME = /^digests\/region=([a-z0-9-]+)\/(dt=[^/]+\/hour=\d{2})\.json$/;

/** Region and hour of a digest's key; undefined if it is none. */
export function readDigestKey(key: string): { readonly region: string; readonly hour: TrailHour } | undefined {
  const [, region, hour] = NAME.exec(key) ?? [];
  if (region === undefined || hour === undefined || Number.isNaN(beginOf(hour))) return undefined;
  return { region, hour };
}

/** A digest as its object's bytes: canonical JSON with a line end. */
export const digestText = ({ objects, ...digest }: Omit<Digest, 'schemaVersion'>): string => {
  const sorted = [...objects].sort((one, other) => (one.key < other.key ? -1 : 1));
  return `${canonicalJson({ schemaVersion: DIGEST_VERSION, ...digest, objects: sorted })}\n`;
};

/** Reads a digest; on the left what is wrong with it. */
export function readDigest(text: string): Either<string, Digest> {
  try {
    const decoded = digestCodec.decode(JSON.parse(text));
    return isRight(decoded) ? right(decoded.right) : left('it is not a digest of a version that this reader knows');
  } catch {
    return left('it is not JSON');
  }
}

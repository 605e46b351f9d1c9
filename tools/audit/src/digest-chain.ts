import {
  beginOf,
  type Digest,
  digestKey,
  hoursAfter,
  readDigest,
  sha256Of,
  type TrailHour,
} from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';
import type { FindingKind } from './finding';

/** A digest of one region as it is stored. */
export interface StoredDigest {
  readonly key: string;
  readonly hour: TrailHour;
  readonly bytes: Uint8Array;
}

export type Report = (kind: FindingKind, key: string, reason: string) => void;

export interface DigestChain {
  /** What the digests say of each object; the first that names it counts. */
  readonly named: ReadonlyMap<string, { readonly sha256: string; readonly bytes: number; readonly digest: string }>;
  /** The hashes of all digests: one of an earlier verification must be among them. */
  readonly hashes: ReadonlySet<string>;
  /** The newest digest: its hash vouches for everything before it. */
  readonly head?: {
    readonly key: string;
    readonly hour: TrailHour;
    readonly sha256: string;
    readonly writtenAt: number;
  };
}

/** Checks that each digest names the one of the hour before by its hash. `digests` are of one region, by hour. */
export function checkChain(region: string, digests: readonly StoredDigest[], report: Report): DigestChain {
  const named = new Map<string, { sha256: string; bytes: number; digest: string }>();
  const hashes = new Set<string>();
  let before: { readonly key: string; readonly hour: TrailHour; readonly sha256: string } | undefined;
  let writtenAt = 0;
  for (const { key, hour, bytes } of digests) {
    const sha256 = sha256Of(bytes);
    const read = readDigest(Buffer.from(bytes).toString('utf8'));
    const digest = isLeft(read) ? undefined : read.right;
    if (isLeft(read)) report('altered', key, read.left);
    else if (read.right.region !== region || read.right.hour !== hour) {
      report('altered', key, `it says that it is of ${read.right.region}, ${read.right.hour}`);
    }
    checkLink(digest, before, { region, key, hour }, report);
    for (const object of digest?.objects ?? []) {
      const other = named.get(object.key);
      if (other) report('altered', key, `it names ${object.key} again, which ${other.digest} names`);
      else named.set(object.key, { ...object, digest: key });
    }
    hashes.add(sha256);
    before = { key, hour, sha256 };
    writtenAt = digest?.writtenAt ?? writtenAt;
  }
  return { named, hashes, ...(before === undefined ? {} : { head: { ...before, writtenAt } }) };
}

function checkLink(
  digest: Digest | undefined,
  before: { readonly key: string; readonly hour: TrailHour; readonly sha256: string } | undefined,
  { region, key, hour }: { readonly region: string; readonly key: string; readonly hour: TrailHour },
  report: Report,
): void {
  if (before === undefined) {
    if (typeof digest?.previous !== 'string') return;
    report('removed', digestKey(region, hoursAfter(hour, -1)), `${key} names it as the one before, and it is gone`);
    return;
  }
  let missing = false;
  for (let between = hoursAfter(before.hour, 1); between < hour; between = hoursAfter(between, 1)) {
    missing = true;
    report('removed', digestKey(region, between), 'every hour has a digest, this one has none');
  }
  if (missing || digest === undefined || digest.previous === before.sha256) return;
  report('altered', before.key, `it is not what ${key} names as the one before`);
}

/** Hours from the begin of an hour until its digest must be there: the hour itself, one for the grace and the schedule. */
const DUE_AFTER_HOURS = 2;

/** When the digest that follows an hour must be there, epoch milliseconds. */
export const nextDueAt = (hour: TrailHour): number => beginOf(hoursAfter(hour, 1 + DUE_AFTER_HOURS));

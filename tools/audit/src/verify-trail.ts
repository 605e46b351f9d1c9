import {
  beginOf,
  type Entry,
  digestKey,
  hourOf,
  hoursAfter,
  readDigestKey,
  readEntry,
  readObject,
  readObjectKey,
  sha256Of,
  TrailMerge,
  type TrailHour,
} from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';
import { checkChain, type DigestChain, nextDueAt, type StoredDigest } from './digest-chain';
import { type Finding, type FindingKind } from './finding';
import type { StoredObject, TrailSource } from './trail-source';

/** Objects that are read at a time: enough to hide the way to S3. */
const IN_FLIGHT = 16;
/** A stream keeps a change for 24 hours: no object comes later than that after its hour. */
const STREAM_KEEPS_HOURS = 25;

export interface Verified {
  /** By trail, in the order of their hours: the first is the first that was tampered with. */
  readonly findings: readonly Finding[];
  readonly objects: number;
  /** Objects that no digest names yet: nothing but their own names vouches for them. */
  readonly unsealed: number;
  /** The newest digest of each trail and region; keep its hash elsewhere, and ask for it with `--head` next time. */
  readonly heads: readonly { readonly trail: string; readonly key: string; readonly sha256: string }[];
  /** Entries of each dataset over all trails, each identity once; those of none under "-". */
  readonly entries: Readonly<Record<string, number>>;
}

export interface Options {
  /** Hashes of digests that earlier verifications ended with. */
  readonly heads?: readonly string[];
  readonly progress?: (done: number, total: number) => void;
}

interface TrailEntry extends StoredObject {
  readonly region: string;
  readonly hour: TrailHour;
  readonly sha256: string;
}

/** Walks trails of one region or several: names, hashes, chain of digests, entries, and one content for each identity. */
export async function verifyTrails(sources: readonly TrailSource[], options: Options = {}): Promise<Verified> {
  const listings = await Promise.all(sources.map(async (source) => ({ source, listed: await source.list() })));
  const total = listings.reduce((sum, { listed }) => sum + listed.length, 0);
  const findings: Finding[] = [];
  const merge = new EntryCount();
  const heads: { trail: string; key: string; sha256: string }[] = [];
  const hashes = new Set<string>();
  let [done, objects, unsealed] = [0, 0, 0];
  for (const { source, listed } of listings) {
    const found: Finding[] = [];
    const report = (kind: FindingKind, key: string, reason: string) =>
      void found.push({ kind, trail: source.name, key, reason });
    const step = () => options.progress?.((done += 1), total);
    const { entries, digests } = await classify(source, listed, report, step);
    if (entries.length + digests.length === 0) {
      throw new Error(`There is no trail in ${source.name}: no object of it is named entries/… or digests/….`);
    }
    for (const region of new Set([...entries, ...digests].map((object) => object.region).sort())) {
      const chain = checkChain(
        region,
        digests.filter((digest) => digest.region === region),
        report,
      );
      const own = entries.filter((entry) => entry.region === region);
      unsealed += checkListing(region, own, chain, source.asOf, report);
      chain.hashes.forEach((hash) => hashes.add(hash));
      if (chain.head) heads.push({ trail: source.name, key: chain.head.key, sha256: chain.head.sha256 });
    }
    await eachOf(entries, async (object) => {
      checkObject(object, await source.read(object.key), merge, report);
      step();
    });
    objects += entries.length;
    findings.push(...found.sort(byHour));
  }
  for (const head of options.heads ?? []) {
    if (hashes.has(head)) continue;
    const trail = sources.map(({ name }) => name).join(', ');
    findings.push({
      kind: 'removed',
      trail,
      key: head,
      reason: 'no digest has this hash, with which an earlier verification ended',
    });
  }
  return { findings, objects, unsealed, heads, entries: merge.perDataset() };
}

/** Sorts keys into objects and digests, and reads the digests. Both by hour. */
async function classify(
  source: TrailSource,
  listed: readonly StoredObject[],
  report: (kind: FindingKind, key: string, reason: string) => void,
  step: () => void,
) {
  const entries: TrailEntry[] = [];
  const digests: (StoredDigest & { readonly region: string })[] = [];
  await eachOf([...listed].sort(byHour), async (object) => {
    const name = readObjectKey(object.key);
    if (name) return void entries.push({ ...object, ...name });
    const digest = readDigestKey(object.key);
    if (digest) digests.push({ key: object.key, ...digest, bytes: await source.read(object.key) });
    else report('inserted', object.key, 'nothing of a trail has such a name');
    step();
  });
  return { entries, digests: digests.sort(byHour) };
}

/** Compares what is there with what the digests name; returns how many objects no digest names yet. */
function checkListing(
  region: string,
  objects: readonly TrailEntry[],
  { named, head }: DigestChain,
  asOf: number | undefined,
  report: (kind: FindingKind, key: string, reason: string) => void,
): number {
  const there = new Set(objects.map(({ key }) => key));
  for (const [key, { digest, sha256 }] of named) {
    if (!there.has(key)) report('removed', key, `${digest} names it`);
    else if (readObjectKey(key)?.sha256 !== sha256)
      report('altered', digest, `it gives ${key} another hash than its name`);
  }
  const unnamed = objects.filter(({ key }) => !named.has(key));
  for (const object of unnamed) {
    if (head === undefined || object.hour > head.hour || mayBeLate(object, head.writtenAt)) continue;
    report('inserted', object.key, `its hour has a digest, and no digest names it`);
  }
  const hours = objects.map(({ hour }) => hour);
  const last = head?.hour ?? (hours[0] === undefined ? undefined : hoursAfter(hours[0], -1));
  const seenUntil = Math.max(asOf ?? 0, ...hours.slice(-1).map(beginOf));
  if (last !== undefined && seenUntil >= nextDueAt(last)) {
    report(
      'removed',
      digestKey(region, hoursAfter(last, 1)),
      'it and all after it are gone or were never written, and their time is over',
    );
  }
  return unnamed.length;
}

/** An object that came after the newest digest, and no later than the stream keeps a change, is for the next digest. */
const mayBeLate = ({ writtenAt, hour }: TrailEntry, digestedAt: number): boolean =>
  writtenAt !== undefined && writtenAt > digestedAt && hour >= hoursAfter(hourOf(writtenAt), -STREAM_KEEPS_HOURS);

function checkObject(
  object: TrailEntry,
  body: Uint8Array,
  merge: EntryCount,
  report: (kind: FindingKind, key: string, reason: string) => void,
): void {
  if (sha256Of(body) !== object.sha256)
    return report('altered', object.key, 'its bytes have another hash than its name');
  const lines = readObject(body);
  if (isLeft(lines)) return report('altered', object.key, lines.left);
  for (const [index, line] of lines.right.entries()) {
    const entry = readEntry(line);
    if (isLeft(entry)) report('altered', object.key, `line ${index + 1}: ${entry.left}`);
    else if (!merge.add(entry.right)) {
      report('conflict', object.key, `line ${index + 1}: entry ${entry.right.entryId} has another content elsewhere`);
    }
  }
}

/** Entries by dataset, each identity once. */
class EntryCount {
  readonly #merge = new TrailMerge();
  readonly #counts = new Map<string, number>();

  /** False where the identity has another content. */
  add(entry: Entry): boolean {
    const merged = this.#merge.add(entry);
    const dataset = entry.dataset ?? '-';
    if (merged === 'new') this.#counts.set(dataset, (this.#counts.get(dataset) ?? 0) + 1);
    return merged !== 'conflict';
  }

  perDataset(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

async function eachOf<T>(elements: readonly T[], work: (element: T) => Promise<void>): Promise<void> {
  const waiting = elements.values();
  const run = async () => {
    for (const element of waiting) await work(element);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, run));
}

const HOUR = /dt=[^/]+\/hour=\d{2}/;
/** By hour, and within it by key: digests stand before the objects of their hour. */
function byHour(one: { readonly key: string }, other: { readonly key: string }): number {
  const [left, right] = [one, other].map(({ key }) => `${HOUR.exec(key)?.[0] ?? ''} ${key}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

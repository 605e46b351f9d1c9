import { createHash } from 'node:crypto';
import type { SimulatedBucket } from '../cloud/simulated-bucket';
import type { Ended } from './ended';

interface Digest {
  readonly hour: string;
  readonly previous: string | null;
  readonly objects: readonly { readonly key: string; readonly sha256: string }[];
}

/** The digests of each trail chain from hour to hour, and name every object once, with its hash. */
export function checkDigests({ auditing }: Ended): string[] {
  return auditing.regions.flatMap(({ region, trail }) => checkRegion(region, trail));
}

function checkRegion(region: string, trail: SimulatedBucket): string[] {
  const problems: string[] = [];
  const entries = trail.keys().filter((key) => key.startsWith('entries/'));
  const named = new Map<string, string>();
  let previous: string | null = null;
  let before: number | undefined;
  for (const key of trail.keys().filter((each) => each.startsWith('digests/'))) {
    const { body } = trail.get({ Key: key }).version;
    const digest = JSON.parse(Buffer.from(body).toString()) as Digest;
    if (digest.previous !== previous) problems.push(`${key} does not name the hash of the digest before it`);
    const hour = Date.parse(digest.hour.replace(/^dt=(.*)\/hour=(\d\d)$/, '$1T$2:00:00Z'));
    if (before !== undefined && hour !== before + 3_600_000) problems.push(`there is a gap before ${key}`);
    for (const object of digest.objects) {
      if (named.has(object.key)) problems.push(`${object.key} is in two digests`);
      named.set(object.key, object.sha256);
    }
    previous = sha256(body);
    before = hour;
  }
  for (const key of entries) {
    const hash = named.get(key);
    if (hash === undefined) problems.push(`no digest of ${region} names ${key}`);
    else if (hash !== sha256(trail.get({ Key: key }).version.body))
      problems.push(`a digest has another hash of ${key}`);
  }
  const there = new Set(entries);
  for (const key of named.keys()) if (!there.has(key)) problems.push(`a digest names ${key}, which is not there`);
  return problems;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

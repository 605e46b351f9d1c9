import {
  type DigestedObject,
  digestKey,
  digestsPrefix,
  digestText,
  entriesPrefix,
  hourOf,
  hoursAfter,
  readDigest,
  readDigestKey,
  readObjectKey,
  sha256Of,
  type TrailHour,
} from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';
import type { Ports } from './ports';

/** What must be left of the invocation to begin another digest, in milliseconds. */
const RESERVE_MS = 10_000;

/**
 * Writes the digest of every hour that is over and has none, oldest first, each with the hash of the one before. A
 * digest names the objects of its hour and those of the hours before that came after theirs: every object is named
 * once, a late one late. Runs may overlap and repeat: a digest is created once, and who comes second goes on from it.
 * Returns how many were written.
 * @throws Error when the trail can't be read: the schedule comes again.
 */
export async function writeDigests(ports: Ports, remaining: () => number): Promise<number> {
  const { trail, environment, clock } = ports;
  const { TABLE_REGION: region, DIGEST_LOOKBACK_HOURS: lookback, DIGEST_GRACE_MINUTES: grace } = environment;
  const due = hoursAfter(hourOf(clock.now() - grace * 60_000), -1);
  const last = await lastDigestedHour(ports, hoursAfter(due, -lookback));
  const first = last === undefined ? await firstHour(ports) : hoursAfter(last, 1);
  if (first === undefined || first > due) return 0;

  const from = hoursAfter(first, -lookback);
  const { named, previous } = await digestsSince(from, ports);
  let head = previous;
  const writtenAt = clock.now();
  const objects = await unnamedObjects(from, due, named, ports);
  let written = 0;
  for (let hour = first; hour <= due && remaining() > RESERVE_MS; hour = hoursAfter(hour, 1)) {
    const own = objects.filter((object) => object.hour <= hour && !named.has(object.key));
    const text = digestText({
      region,
      hour,
      writtenAt,
      previous: head,
      objects: own.map(({ key, sha256, bytes }) => ({ key, sha256, bytes })),
    });
    const key = digestKey(region, hour);
    const created = await trail.create({ key, body: Buffer.from(text), sha256: sha256Of(text) });
    const standing = created === 'created' ? text : Buffer.from(await trail.read(key)).toString('utf8');
    for (const object of digestedIn(standing, key)) named.add(object.key);
    head = sha256Of(standing);
    if (created === 'created') written += 1;
  }
  return written;
}

/** The newest digest's hour: looked for among the last ones, and among all only where there is none. */
async function lastDigestedHour({ trail, environment }: Ports, since: TrailHour): Promise<TrailHour | undefined> {
  const region = environment.TABLE_REGION;
  for (const after of [digestKey(region, since), undefined]) {
    let last: TrailHour | undefined;
    for await (const { key } of trail.list(digestsPrefix(region), after)) last = readDigestKey(key)?.hour ?? last;
    if (last !== undefined) return last;
  }
  return undefined;
}

/** The hour of the trail's first object. */
async function firstHour({ trail, environment }: Ports): Promise<TrailHour | undefined> {
  for await (const { key } of trail.list(entriesPrefix(environment.TABLE_REGION))) {
    const name = readObjectKey(key);
    if (name) return name.hour;
  }
  return undefined;
}

/** The objects that the digests from an hour on name, and the hash of the last of them. */
async function digestsSince(from: TrailHour, { trail, environment }: Ports) {
  const region = environment.TABLE_REGION;
  const named = new Set<string>();
  let previous: string | null = null;
  for await (const { key } of trail.list(digestsPrefix(region), `${digestsPrefix(region)}${from}`)) {
    const text = Buffer.from(await trail.read(key)).toString('utf8');
    for (const object of digestedIn(text, key)) named.add(object.key);
    previous = sha256Of(text);
  }
  return { named, previous };
}

function digestedIn(text: string, key: string): readonly DigestedObject[] {
  const digest = readDigest(text);
  if (isLeft(digest))
    throw new Error(
      `The digest ${key} cannot be read: ${digest.left}. Compare it with its other versions in the bucket.`,
    );
  return digest.right.objects;
}

/** The objects of some hours that no digest names yet. Their names carry their hashes: nothing has to be read. */
async function unnamedObjects(from: TrailHour, to: TrailHour, named: ReadonlySet<string>, ports: Ports) {
  const prefix = entriesPrefix(ports.environment.TABLE_REGION);
  const objects: (DigestedObject & { readonly hour: TrailHour })[] = [];
  for await (const { key, bytes } of ports.trail.list(prefix, `${prefix}${from}`)) {
    const name = readObjectKey(key);
    if (name === undefined) ports.log.warn('no object of the trail', { key });
    else if (name.hour > to) break;
    else if (!named.has(key)) objects.push({ key, sha256: name.sha256, bytes, hour: name.hour });
  }
  return objects;
}

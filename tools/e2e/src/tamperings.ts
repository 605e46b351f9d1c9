import { beginOf, digestText, type Entry, readDigest, readObject, sha256Of, trailObjects } from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';

/** The objects of a trail by their keys. */
export type Trail = Map<string, Uint8Array>;

export interface Tampering {
  /** Changes the trail. @returns the key that must be named as the first of what is found */
  readonly does: (trail: Trail, parts: TrailParts) => string;
  /** The hash of the newest digest was kept elsewhere, as the runbook has it. */
  readonly needsHead?: true;
}

/** Two objects of one hour, and the digests from that hour on: the first of these names them. */
export interface TrailParts {
  readonly one: string;
  readonly other: string;
  readonly digests: readonly [first: string, second: string, last: string];
}

const HOUR = /dt=[^/]+\/hour=\d\d/;
const hourIn = (key: string): string => HOUR.exec(key)?.[0] ?? '';

export function partsOf(trail: Trail): TrailParts {
  const keys = [...trail.keys()].sort();
  const objects = keys.filter((key) => key.startsWith('entries/'));
  const one = objects.find((key, at) => hourIn(objects[at + 1] ?? '') === hourIn(key)) ?? '';
  const other = objects[objects.indexOf(one) + 1];
  const digests = keys.filter((key) => key.startsWith('digests/') && hourIn(key) >= hourIn(one));
  const [first, second] = digests;
  const last = digests.at(-1);
  if (!one || !other || !first || !second || !last || digests.length < 3) {
    throw new Error(`Two objects of an hour and three digests are needed, not ${keys.join(', ')}.`);
  }
  return { one, other, digests: [first, second, last] };
}

const bytesOf = (trail: Trail, key: string): Uint8Array => {
  const bytes = trail.get(key);
  if (bytes === undefined) throw new Error(`The trail has no ${key}.`);
  return bytes;
};
const textOf = (trail: Trail, key: string): string => Buffer.from(bytesOf(trail, key)).toString('utf8');

/** Another object of the same entries but one, whose content is another; under the name that its bytes ask for. */
function forged(trail: Trail, key: string): { readonly key: string; readonly body: Uint8Array } {
  const lines = readObject(bytesOf(trail, key));
  if (isLeft(lines)) throw new Error(lines.left);
  const entries = lines.right.map((line) => JSON.parse(line) as Entry);
  const changed = entries.map((entry, at) =>
    at > 0 ? entry : { ...entry, image: { ...entry.image, payload: { S: 'forged' } } },
  );
  const seconds = beginOf(hourIn(key)) / 1_000;
  const [object] = trailObjects(
    'us-east-1',
    changed.map((entry, at) => ({ entry, sequenceNumber: String(at + 1), seconds })),
  );
  if (object === undefined) throw new Error(`There is no entry in ${key}.`);
  return object;
}

/** Writes the digests anew, so that they fit what is there, from the first on. */
function sealAnew(trail: Trail, digests: TrailParts['digests'], named: ReadonlyMap<string, string>): void {
  let previous: string | undefined;
  for (const key of [...trail.keys()].filter((each) => each >= digests[0] && each <= digests[2]).sort()) {
    const digest = readDigest(textOf(trail, key));
    if (isLeft(digest)) throw new Error(digest.left);
    const objects = digest.right.objects.map((object) => {
      const now = named.get(object.key) ?? object.key;
      return { key: now, sha256: sha256Of(bytesOf(trail, now)), bytes: bytesOf(trail, now).length };
    });
    const text = digestText({ ...digest.right, previous: previous ?? digest.right.previous, objects });
    trail.set(key, Buffer.from(text));
    previous = sha256Of(text);
  }
}

/** Ten ways to change what was, each of which whoever walks the trail must find. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a bit was flipped': {
    does(trail, { one }) {
      const bytes = Uint8Array.from(bytesOf(trail, one));
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      trail.set(one, bytes);
      return one;
    },
  },
  'an object was removed': {
    does(trail, { one }) {
      trail.delete(one);
      return one;
    },
  },
  'an object was inserted': {
    does(trail, { one }) {
      const { key, body } = forged(trail, one);
      trail.set(key, body);
      return key;
    },
  },
  'an object has the bytes of another': {
    does(trail, { one, other }) {
      trail.set(one, bytesOf(trail, other));
      return one;
    },
  },
  'two objects changed places': {
    does(trail, { one, other }) {
      const bytes = bytesOf(trail, one);
      trail.set(one, bytesOf(trail, other)).set(other, bytes);
      return one;
    },
  },
  'an entry was changed, and its object renamed to fit': {
    does(trail, { one }) {
      const { key, body } = forged(trail, one);
      trail.delete(one);
      trail.set(key, body);
      return [one, key].sort()[0] ?? '';
    },
  },
  'a digest was altered': {
    does(trail, { digests: [first] }) {
      trail.set(first, Buffer.from(textOf(trail, first).replace('"writtenAt":1', '"writtenAt":2')));
      return first;
    },
  },
  'an object was removed with its line of the digest': {
    does(trail, { one, digests: [first] }) {
      const digest = readDigest(textOf(trail, first));
      if (isLeft(digest)) throw new Error(digest.left);
      const objects = digest.right.objects.filter(({ key }) => key !== one);
      trail.set(first, Buffer.from(digestText({ ...digest.right, objects })));
      trail.delete(one);
      return first;
    },
  },
  'a digest was removed': {
    does(trail, { digests: [, second] }) {
      trail.delete(second);
      return second;
    },
  },
  'the newest digest was removed': {
    needsHead: true,
    does(trail, { digests: [, , last] }) {
      const head = sha256Of(bytesOf(trail, last));
      trail.delete(last);
      return head;
    },
  },
  'an entry was changed, and all digests were written anew': {
    needsHead: true,
    does(trail, { one, digests }) {
      const head = sha256Of(bytesOf(trail, digests[2]));
      const { key, body } = forged(trail, one);
      trail.delete(one);
      trail.set(key, body);
      sealAnew(trail, digests, new Map([[one, key]]));
      return head;
    },
  },
};

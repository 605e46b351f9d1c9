import type { Store, StoreRange, StoreWrite } from '../store/store';
import { type BlobRef, NULL_VERSION, newVersionId, type ObjectVersion } from './object-version';

/**
 * Keys of S3 in the store:
 *   s3/current/<bucket>/<key>                    the latest version, a delete marker included
 *   s3/version/<bucket>/<escaped key><version>   every version, newest first per key
 *   s3/blob/<id>                                 a file of bytes that some version or part needs
 *   s3/sequence                                  the last sequence number given
 */
export const currentKey = (bucket: string, key: string): string => `s3/current/${bucket}/${key}`;

/**
 * U+0000 ends a key, so that a key's versions come before those of a longer key; inside a key it is escaped. The
 * version of a time before versioning, `null`, is the oldest and sorts last.
 */
export const versionKey = (bucket: string, key: string, versionId: string): string =>
  `s3/version/${bucket}/${escaped(key)}\0\0${versionId === NULL_VERSION ? '~' : versionId}`;

/** The first key of the store at which versions of a key, or of one that begins with it, may be. */
export const versionsStart = (bucket: string, key: string): string => `s3/version/${bucket}/${escaped(key)}`;

/** The first key of the store after all versions of a key. */
export const versionsEnd = (bucket: string, key: string): string => `s3/version/${bucket}/${escaped(key)}\0\u0001`;

const escaped = (key: string): string => key.replaceAll('\0', '\0\u0001');

export const blobKey = (id: string): string => `s3/blob/${id}`;
const SEQUENCE_KEY = 's3/sequence';

/** The first text after all that begin with a prefix, in the order of UTF-8 bytes. */
export function afterPrefix(prefix: string): string {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    // The surrogates are no characters: what follows U+D7FF is U+E000.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    if (next <= 0x10ffff) return String.fromCodePoint(...points, next);
  }
  return '\u{10ffff}';
}

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const decode = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString()) as T;

/** A version before the index has given it its place in time. */
export type NewVersion = Omit<ObjectVersion, 'versionId' | 'sequence' | 'lastModified'>;

/** A change of the index: what to commit, and the files that nothing refers to afterwards. */
export interface IndexChange {
  readonly version: ObjectVersion;
  readonly writes: readonly StoreWrite[];
  readonly orphans: readonly BlobRef[];
}

/** Versions of objects in the store. Reads of single versions are synchronous: decide and commit in one turn. */
export class ObjectIndex {
  #lastSequence: number;

  constructor(private readonly store: Store) {
    const last = store.get(SEQUENCE_KEY);
    this.#lastSequence = last === undefined ? 0 : decode<number>(last);
  }

  current(bucket: string, key: string): ObjectVersion | undefined {
    return this.#read(currentKey(bucket, key));
  }

  version(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    return this.#read(versionKey(bucket, key, versionId));
  }

  /**
   * Puts a version on top of a key. In an unversioned bucket it takes the place of the one before.
   * @param now epoch milliseconds
   */
  put(bucket: { readonly name: string; readonly versioned: boolean }, created: NewVersion, now: number): IndexChange {
    const sequence = this.#nextSequence(now);
    const version: ObjectVersion = {
      ...created,
      versionId: bucket.versioned ? newVersionId(sequence) : NULL_VERSION,
      sequence,
      lastModified: Math.floor(now / 1_000) * 1_000,
    };
    const { name } = bucket;
    const replaced = bucket.versioned ? undefined : this.version(name, version.key, NULL_VERSION);
    const value = encode(version);
    return {
      version,
      orphans: replaced?.blobs ?? [],
      writes: [
        ...(replaced?.blobs ?? []).map(({ id }) => ({ type: 'delete', key: blobKey(id) }) as const),
        ...version.blobs.map(({ id }) => ({ type: 'put', key: blobKey(id), value: Buffer.alloc(0) }) as const),
        { type: 'put', key: currentKey(name, version.key), value },
        { type: 'put', key: versionKey(name, version.key, version.versionId), value },
        { type: 'put', key: SEQUENCE_KEY, value: encode(sequence) },
      ],
    };
  }

  /**
   * Removes one version for good. Where it is the latest, the one before it becomes current, which must be looked for;
   * `commit` is called in the turn in which what was found still holds.
   */
  async remove<T>(
    bucket: string,
    version: ObjectVersion,
    commit: (change: Omit<IndexChange, 'version'>) => Promise<T>,
  ): Promise<T> {
    const { key, versionId, blobs } = version;
    const own = versionKey(bucket, key, versionId);
    const removal: StoreWrite[] = [
      { type: 'delete', key: own },
      ...blobs.map(({ id }) => ({ type: 'delete', key: blobKey(id) }) as const),
    ];
    const isCurrent = () => this.current(bucket, key)?.versionId === versionId;
    while (isCurrent()) {
      const before = await this.#firstOf({ from: `${own}\0`, to: versionsEnd(bucket, key), limit: 1 });
      // Another request may have changed the key while the range was read: then look again.
      if (!isCurrent() || (before && this.version(bucket, key, before.versionId) === undefined)) continue;
      const uncovered: StoreWrite = before
        ? { type: 'put', key: currentKey(bucket, key), value: encode(before) }
        : { type: 'delete', key: currentKey(bucket, key) };
      return commit({ writes: [...removal, uncovered], orphans: blobs });
    }
    return commit({ writes: removal, orphans: blobs });
  }

  /** The latest versions of a bucket's keys from a key on, in key order. */
  currents(bucket: string, from: string): AsyncGenerator<ObjectVersion> {
    const prefix = currentKey(bucket, '');
    return this.#versions(prefix + from, afterPrefix(prefix));
  }

  /** All versions of a bucket's keys, newest first per key; `from` is a key of the store. */
  versions(bucket: string, from: string): AsyncGenerator<ObjectVersion> {
    return this.#versions(from, afterPrefix(`s3/version/${bucket}/`));
  }

  async *#versions(from: string, to: string): AsyncGenerator<ObjectVersion> {
    for await (const [, value] of this.store.range({ from, to })) yield decode<ObjectVersion>(value);
  }

  async #firstOf(range: StoreRange): Promise<ObjectVersion | undefined> {
    for await (const [, value] of this.store.range(range)) return decode<ObjectVersion>(value);
    return undefined;
  }

  #read(key: string): ObjectVersion | undefined {
    const value = this.store.get(key);
    return value === undefined ? undefined : decode<ObjectVersion>(value);
  }

  /** Time in the upper digits keeps it rising even if the store is set back; safe integers last until 2248. */
  #nextSequence(now: number): number {
    this.#lastSequence = Math.max(this.#lastSequence + 1, now * 1_024);
    return this.#lastSequence;
  }
}

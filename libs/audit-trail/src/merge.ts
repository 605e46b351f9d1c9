import { hash22 } from '@pipeline/record-schema';
import { type Entry, entryLine } from './entry';

/** What an entry was to a merge: the first of its identity, the same again, or another under the same identity. */
export type Merged = 'new' | 'again' | 'conflict';

/**
 * Merges trails: of both regions, of overlapping objects. One entry stays of each identity. Keeps a hash of each entry
 * and not the entry: a trail of millions fits in memory.
 */
export class TrailMerge {
  readonly #hashes = new Map<string, string>();

  /** Entries, each identity once. */
  get size(): number {
    return this.#hashes.size;
  }

  add(entry: Entry): Merged {
    const hash = hash22(entryLine(entry));
    const seen = this.#hashes.get(entry.entryId);
    if (seen === undefined) this.#hashes.set(entry.entryId, hash);
    return seen === undefined ? 'new' : seen === hash ? 'again' : 'conflict';
  }
}

/** Whether an entry stands above another of the same key: by revision, a removal above what it removed. */
const isAbove = (one: Entry, other: Entry): boolean =>
  one.revision === other.revision
    ? one.action !== 'WRITTEN' && other.action === 'WRITTEN'
    : one.revision > other.revision;

/**
 * The table that entries tell of, in whatever order they come: of each key, under its `recordId` and `timestamp` as a
 * JSON array, the entry that wrote the item which is there now.
 */
export function foldEntries(entries: Iterable<Entry>): ReadonlyMap<string, Entry> {
  const last = new Map<string, Entry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.recordId, entry.timestamp]);
    const standing = last.get(key);
    if (standing === undefined || isAbove(entry, standing)) last.set(key, entry);
  }
  return new Map([...last].filter(([, { action }]) => action === 'WRITTEN'));
}

import { hash22 } from '@pipeline/record-schema';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import * as t from 'io-ts';
import { canonicalJson } from './canonical-json';
import { contentOf, type Image } from './image';

/** Version of the form of an entry; a reader knows this one and every earlier one. */
export const ENTRY_VERSION = 1;

export type EntryAction =
  /** The item was created or changed. */
  | 'WRITTEN'
  /** The item's time was over. */
  | 'EXPIRED'
  /** The item was deleted, which nothing of the pipeline does. */
  | 'REMOVED';

/** One change of one item: what the audit trail keeps. Depends on the change only, not on who saw it, when or where. */
export interface Entry {
  readonly schemaVersion: typeof ENTRY_VERSION;
  /** Identity: a hash of key, revision and action; 22 characters. */
  readonly entryId: string;
  readonly action: EntryAction;
  readonly recordId: string;
  readonly timestamp: string;
  /**
   * Orders the entries of one key, as text. A record's own; a receipt's counter, in ten digits; of an item that has
   * none `<processingStatus>#<hash of the content>`. Of a removal that of the item that was removed.
   */
  readonly revision: string;
  /** Absent where the item belongs to none. */
  readonly dataset?: string;
  /** File and row that the change came from. */
  readonly fileId?: string;
  readonly ordinal?: number;
  /** The whole item without what is not content, canonical; absent in a removal. */
  readonly image?: Image;
}

export const entryIdOf = (entry: Pick<Entry, 'recordId' | 'timestamp' | 'revision' | 'action'>): string =>
  // As a JSON array no two identities are written alike.
  hash22(JSON.stringify([entry.recordId, entry.timestamp, entry.revision, entry.action]));

/** An entry as its line of the trail, without the line end: canonical JSON. */
export const entryLine = (entry: Entry): string => canonicalJson(entry);

const action = t.union([t.literal('WRITTEN'), t.literal('EXPIRED'), t.literal('REMOVED')]);
const entryV1 = t.intersection([
  t.type({
    schemaVersion: t.literal(1),
    entryId: t.string,
    action,
    recordId: t.string,
    timestamp: t.string,
    revision: t.string,
  }),
  t.partial({ dataset: t.string, fileId: t.string, ordinal: t.number, image: t.UnknownRecord }),
]);

/** Reads a line of the trail, of this version or an earlier one. On the left a sentence that says what is wrong. */
export function readEntry(line: string): Either<string, Entry> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return left('the line is not JSON');
  }
  const version = (value as { readonly schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > ENTRY_VERSION) {
    return left(`the entry has version ${version}; this reader knows versions up to ${ENTRY_VERSION}: use a newer one`);
  }
  const decoded = entryV1.decode(value);
  if (isLeft(decoded)) {
    const names = decoded.left.map(({ context }) => context.find(({ key }) => /^[a-z]/i.test(key))?.key ?? 'entry');
    return left(`the entry's ${[...new Set(names)].join(', ')} cannot be read`);
  }
  const { image, ...entry } = decoded.right;
  if (entry.entryId !== entryIdOf(entry)) return left('the entryId is not that of key, revision and action');
  if ((image === undefined) !== (entry.action !== 'WRITTEN')) {
    return left('an entry has an image if, and only if, its item was written');
  }
  if (image === undefined) return right(entry);
  const content = contentOf(image);
  return isLeft(content) ? content : right({ ...entry, image: content.right });
}

import { hash22 } from '@pipeline/record-schema';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { canonicalJson } from './canonical-json';
import { type Entry, type EntryAction, ENTRY_VERSION, entryIdOf } from './entry';
import { contentOf, type Image } from './image';

/** What the audit reads of a record of the table's stream (Lambda's event, NEW_AND_OLD_IMAGES). */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | {
        /** Epoch seconds. */
        readonly ApproximateCreationDateTime?: number | undefined;
        readonly Keys?: unknown;
        readonly NewImage?: unknown;
        readonly OldImage?: unknown;
        readonly SequenceNumber?: string | undefined;
      }
    | undefined;
}

/** Heartbeats say that a region lives; they are no data. The mapping's filter drops them too. */
const NOT_AUDITED = 'heartbeat#';

/** Recognised prefixes of keys that are not a dataset's. */
const RECEIPT = 'file';
const REJECTED = 'rejected';
const TICKET = 'upload';

/**
 * The entry of a change: the same, to the byte, through either region's stream, retried or replayed. `undefined` where
 * the change is not audited; on the left a sentence that says why the record can't be understood.
 */
export function toEntry({ eventName, dynamodb }: StreamRecord): Either<string, Entry | undefined> {
  const removed = eventName === 'REMOVE';
  if (!removed && eventName !== 'INSERT' && eventName !== 'MODIFY') return left(`the event is "${eventName}"`);
  const keys = contentOf(dynamodb?.Keys);
  const recordId = isLeft(keys) ? undefined : textOf(keys.right, 'recordId');
  const timestamp = isLeft(keys) ? undefined : textOf(keys.right, 'timestamp');
  if (recordId === undefined || timestamp === undefined) return left('the key is not recordId and timestamp');
  if (recordId.startsWith(NOT_AUDITED)) return right(undefined);
  const content = contentOf(removed ? dynamodb?.OldImage : dynamodb?.NewImage);
  if (isLeft(content)) return left(`the ${removed ? 'old' : 'new'} image cannot be read: ${content.left}`);
  const image = content.right;
  const revision = revisionOfImage(image);
  if (revision === undefined) return left('the revision is neither a text nor a count');
  const action = removed ? removalOf(image, dynamodb?.ApproximateCreationDateTime ?? 0) : 'WRITTEN';
  const { dataset, fileId, ordinal } = originOf(recordId, image);
  // In the order in which its line has them.
  return right({
    action,
    ...(dataset === undefined ? {} : { dataset }),
    entryId: entryIdOf({ action, recordId, timestamp, revision }),
    ...(fileId === undefined ? {} : { fileId }),
    ...(removed ? {} : { image }),
    ...(ordinal === undefined ? {} : { ordinal }),
    recordId,
    revision,
    schemaVersion: ENTRY_VERSION,
    timestamp,
  });
}

/** A replica shows an expiry as a plain delete: only the item itself tells that its time was over. */
function removalOf(image: Image, seconds: number): EntryAction {
  const { expiresAt } = image;
  return expiresAt && 'N' in expiresAt && Number(expiresAt.N) <= seconds ? 'EXPIRED' : 'REMOVED';
}

const COUNTER = /^\d{1,10}$/;

function revisionOfImage(image: Image): string | undefined {
  const { revision } = image;
  if (revision === undefined) {
    return `${textOf(image, 'processingStatus') ?? ''}#${hash22(canonicalJson(image))}`;
  }
  if ('S' in revision) return revision.S;
  return 'N' in revision && COUNTER.test(revision.N) ? revision.N.padStart(10, '0') : undefined;
}

function textOf(image: Image, name: string): string | undefined {
  const value = image[name];
  return value && 'S' in value ? value.S : undefined;
}

/** Dataset, file and row: of a record from its key and source, of the others from their own attributes. */
function originOf(recordId: string, image: Image): Pick<Entry, 'dataset' | 'fileId' | 'ordinal'> {
  const [prefix = '', second] = recordId.split('#', 2);
  const named = textOf(image, 'dataset');
  const dataset = named === undefined ? {} : { dataset: named };
  if (prefix === TICKET) return dataset;
  if (prefix === RECEIPT) return { ...dataset, ...(second === undefined ? {} : { fileId: second }) };
  if (prefix === REJECTED) return { ...dataset, ...rowOf(recordId.slice(prefix.length + 1), '#') };
  return { dataset: prefix, ...rowOf(textOf(image, 'source') ?? '', ':') };
}

function rowOf(text: string, separator: string): Pick<Entry, 'fileId' | 'ordinal'> {
  const at = text.lastIndexOf(separator);
  const ordinal = text.slice(at + 1);
  return at > 0 && /^\d{1,15}$/.test(ordinal) ? { fileId: text.slice(0, at), ordinal: Number(ordinal) } : {};
}

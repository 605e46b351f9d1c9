import { type Image, imageOf } from '../cloud/wire';
import type { Attributes } from '../cloud/value';
import { hash22 } from './hash22';

/** What of an item is not content, as DESIGN lists it, written here a second time. */
const NOT_CONTENT = new Set(['processedAt', 'originRegion', 'echo', 'statusShard']);

/** A change, and what the trail must tell of it. */
export interface ToldChange {
  /** Key, action and revision. */
  readonly identity: string;
  /** The line, to the byte. */
  readonly line: string;
  readonly key: string;
  readonly action: 'WRITTEN' | 'REMOVED';
  readonly revision: string;
  /** The item that was written or removed. */
  readonly item: Attributes;
}

/** The line that the data contract asks for, by its words and not by the function's code. Images have their members in order. */
export function toldChange(key: string, action: ToldChange['action'], item: Attributes): ToldChange {
  const image = contentOf(imageOf(item));
  const [recordId = '', timestamp = ''] = [text(image, 'recordId'), text(image, 'timestamp')];
  const revision = revisionOf(image);
  const { dataset, fileId, ordinal } = originOf(recordId, image);
  const entry = {
    action,
    dataset,
    entryId: hash22(JSON.stringify([recordId, timestamp, revision, action])),
    fileId,
    ...(action === 'WRITTEN' ? { image } : {}),
    ordinal,
    recordId,
    revision,
    schemaVersion: 1,
    timestamp,
  };
  const line = canonical(entry, recordId);
  return { identity: identityOf(key, action, revision), line, key, action, revision, item };
}

export const identityOf = (key: string, action: string, revision: string): string =>
  `${key}\u0000${action}\u0000${revision}`;

export const readable = (identity: string): string => identity.replaceAll('\u0000', ' ').slice(0, 200);

/** The one text of an item's content. */
export const contentText = (item: Attributes): string => canonical(contentOf(imageOf(item)), String(item['recordId']));

/**
 * JSON of what has its members in order. JSON.stringify keeps them so unless they are called by numbers, as a receipt's
 * slices are.
 */
const canonical = (value: object, recordId: string): string =>
  recordId.startsWith('file#') ? sortedJson(value) : JSON.stringify(value);

function sortedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(members).sort()) {
    if (members[name] !== undefined) text += `${text === '' ? '' : ','}"${name}":${sortedJson(members[name])}`;
  }
  return `{${text}}`;
}

function contentOf(image: Image): Image {
  const content: Record<string, object> = {};
  for (const name of Object.keys(image)) if (!NOT_CONTENT.has(name)) content[name] = image[name] as object;
  return content;
}

/** A record's own, a receipt's count in ten digits; of what has neither its status and its content. */
function revisionOf(image: Image): string {
  const { S, N } = (image['revision'] ?? {}) as { readonly S?: string; readonly N?: string };
  if (S !== undefined) return S;
  return N?.padStart(10, '0') ?? `${text(image, 'processingStatus') ?? ''}#${hash22(JSON.stringify(image))}`;
}

/** Dataset, file and row of what a change is of. */
function originOf(recordId: string, image: Image) {
  const [prefix, fileId, ordinal] = recordId.split('#');
  if (prefix === 'file') return { dataset: text(image, 'dataset'), fileId };
  if (prefix === 'rejected') return { dataset: text(image, 'dataset'), fileId, ordinal: Number(ordinal) };
  const [source, row] = (text(image, 'source') ?? '').split(':');
  return { dataset: prefix, ...(row === undefined ? {} : { fileId: source, ordinal: Number(row) }) };
}

const text = (image: Image, name: string): string | undefined =>
  (image[name] as { readonly S?: string } | undefined)?.S;

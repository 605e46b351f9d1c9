import type { Image } from '@pipeline/audit-trail';
import type { judge } from '@pipeline/record-schema';
import { type Standing } from '@pipeline/record-schema';
import type { GlobalTable } from './global-table';

/** A row that is delivered, in either region, once or more often. */
export interface Row {
  readonly image: Image;
  readonly revision: string;
  readonly contentHash: string;
}

export const KEY = 'readings#s-1';
/** The key of an item without a revision, that expires. */
export const REJECTED_KEY = 'rejected#file#1';

/** The `number`-th of a history's rows, of one of a few contents: the same content under two revisions is common. */
export function rowOf(number: number, content: string): Row {
  const [revision, contentHash] = [`2026#file#${number}#001`, `hash of ${content}`];
  const image: Image = {
    recordId: { S: KEY },
    timestamp: { S: 't' },
    payload: { M: { content: { S: content } } },
    schemaVersion: { N: String(number) },
    source: { S: `file:${number}` },
    revision: { S: revision },
    contentHash: { S: contentHash },
  };
  return { image, revision, contentHash };
}

export const rejectedRow: Image = {
  recordId: { S: REJECTED_KEY },
  timestamp: { S: 't' },
  processingStatus: { S: 'REJECTED' },
  expiresAt: { N: '0' },
};

export const standingOf = (image: Image | undefined): Standing | undefined => {
  if (image === undefined) return undefined;
  const text = (name: string) => (image[name] as { readonly S?: string } | undefined)?.S;
  const [revision, contentHash] = [text('revision'), text('contentHash')];
  return { ...(revision === undefined ? {} : { revision }), ...(contentHash === undefined ? {} : { contentHash }) };
};

/** One conditional write of the write rule, and what it is to do next. */
export function writeOnce(
  table: GlobalTable,
  region: number,
  row: Row,
  next: 'put' | 'renew',
  rule: typeof judge,
): ReturnType<typeof judge> {
  const standing = table.get(region, KEY);
  const { revision = '', contentHash } = standingOf(standing) ?? {};
  const lower = standing === undefined ? next === 'put' : revision < row.revision;
  if (!lower || (standing !== undefined && (contentHash === row.contentHash) !== (next === 'renew'))) {
    return rule(standingOf(standing), row);
  }
  const { revision: own, schemaVersion, source } = row.image as Required<Image>;
  const renewed = { ...standing, revision: own, schemaVersion, source, echo: { BOOL: true } } as Image;
  table.write(region, KEY, next === 'put' ? row.image : renewed);
  return { outcome: next === 'put' ? 'stored' : 'duplicate' };
}

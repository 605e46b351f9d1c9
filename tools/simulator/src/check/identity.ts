import { createHash } from 'node:crypto';

/** The identity of a file version, as DESIGN defines it, written here a second time: a checker shares nothing with the judged. */
export function identify(file: { readonly region: string; readonly key: string; readonly versionId: string }): string {
  const text = JSON.stringify([`ingestion-${file.region}`, file.key, file.versionId]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

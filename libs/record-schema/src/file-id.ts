import { hash22 } from './hash';

export interface FileIdentity {
  /** Role of the bucket of first delivery: `ingestion-<region>`. */
  readonly role: string;
  readonly key: string;
  readonly versionId: string;
}

/** The identity of one delivered file version, 22 url-safe characters; kept wherever the file is processed again. */
export const fileId = ({ role, key, versionId }: FileIdentity): string =>
  // As a JSON array no two triples are written alike.
  hash22(JSON.stringify([role, key, versionId]));

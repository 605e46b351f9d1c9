/** A row as its maker knows it: what must become of it, told by whoever wrote the bytes and not by whoever reads them. */
export interface KnownRow {
  /** From 1. */
  readonly ordinal: number;
  /** Absent for a row that must be rejected. */
  readonly record?: KnownRecord;
}

export interface KnownRecord {
  readonly recordId: string;
  readonly timestamp: string;
  /** Members that the stored payload must have, as JSON. */
  readonly payload: Readonly<Record<string, string | number>>;
}

/** Why a file must end in the dead-letter queue. */
export type Fatal = 'UNREADABLE' | 'UNKNOWN_DATASET' | 'OBJECT_GONE';

export interface FileDraft {
  readonly key: string;
  readonly body: Buffer;
  /** The rows that can be read, in their order. */
  readonly rows: readonly KnownRow[];
  readonly fatal?: Fatal;
}

/** A file in a bucket, as the checker judges it. */
export interface DeliveredFile extends FileDraft {
  readonly region: string;
  readonly bucket: string;
  readonly versionId: string;
  readonly etag: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
  /** Virtual milliseconds of the upload. */
  readonly at: number;
}

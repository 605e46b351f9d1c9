import { randomBytes } from 'node:crypto';
import type { Checksum } from './checksum';

/** One version of an object, or the marker of its deletion: what is stored under its key. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` for what was put while the bucket had no versions. */
  readonly versionId: string;
  /** Rises with every change of the region's objects, over restarts and clock jumps. */
  readonly sequence: number;
  /** Epoch milliseconds, whole seconds. */
  readonly lastModified: number;
  readonly deleteMarker?: true;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** The files that hold the bytes, in order; a multipart object keeps those of its parts. */
  readonly blobs: readonly BlobRef[];
  /** `content-type`, `cache-control` and the others that a GET gives back. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Of Object Lock; a delete marker has none. */
  readonly retention?: Retention;
}

/** How long a version can't be removed. */
export interface Retention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface BlobRef {
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

export const NULL_VERSION = 'null';

/**
 * A new version id: 32 characters, opaque to clients. It begins with the sequence counted backwards, so that the ids
 * of one key sort newest first.
 */
export function newVersionId(sequence: number): string {
  const backwards = (Number.MAX_SAFE_INTEGER - sequence).toString(32).padStart(11, '0');
  const random = Array.from(randomBytes(21), (byte) => (byte & 31).toString(32)).join('');
  return backwards + random;
}

export const isVersionId = (text: string): boolean => text === NULL_VERSION || /^[0-9a-v]{32}$/.test(text);

/** A key is any UTF-8 text of 1 to 1,024 bytes. */
export const LONGEST_KEY_BYTES = 1_024;

import { fileId } from '@pipeline/record-schema';
import {
  type AdoptMessage,
  bucketRole,
  type FileOrigin,
  type ObjectAddress,
  type ObjectCreated,
  type ReplayMessage,
  type SliceMessage,
  type SlicePart,
} from '@pipeline/runtime-contract';

/** What one message asks to be done of one file, whatever kind of message it was. */
export interface FileTask {
  readonly fileId: string;
  /** Where the bytes are. */
  readonly address: ObjectAddress;
  /** Who the file is. */
  readonly origin: FileOrigin;
  readonly slice: SlicePart;
  /** Hand-overs of this slice without progress. */
  readonly attempt: number;
  /** ISO 8601, whole seconds: stands in for lastModified of an object that was gone before its first read. */
  readonly deliveredAt?: string;
}

const WHOLE_FILE: SlicePart = { start: 0, ordinal: 1, line: 1 };

const identify = ({ role, key, versionId }: FileOrigin): string => fileId({ role, key, versionId: versionId ?? '' });

/** A file that was delivered here. In a bucket without versions the etag takes the version's place. */
export function createdTask({ address, eventTime }: ObjectCreated, region: string): FileTask {
  const versionId = address.versionId ?? address.etag;
  const origin = { role: bucketRole(region), key: address.key, ...(versionId === undefined ? {} : { versionId }) };
  return {
    fileId: identify(origin),
    address,
    origin,
    slice: WHOLE_FILE,
    attempt: 0,
    deliveredAt: `${eventTime.slice(0, 19)}.000Z`,
  };
}

/** A file of another region whose bytes were copied here; its identity is the message's, never read from the copy. */
export function adoptedTask({ address, origin }: AdoptMessage): FileTask {
  return { fileId: identify(origin), address, origin, slice: WHOLE_FILE, attempt: 0 };
}

/** A part of a replay: what its file is called; which rows are read, its message says. */
export function replayTask({ fileId: id, address, origin, rows: [first = 1] }: ReplayMessage): FileTask {
  return { fileId: id, address, origin, slice: { start: first, ordinal: first, line: 0 }, attempt: 0 };
}

export function sliceTask({ fileId: id, address, origin, slice, attempt }: SliceMessage): FileTask {
  return { fileId: id, address, origin, slice, attempt };
}

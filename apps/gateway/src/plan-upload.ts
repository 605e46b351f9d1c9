import { MAX_PARTS } from './codecs/requests';

const MIB = 1_048_576;

/** Larger files go up in parts: S3 recommends it from 100 MB on, since only a part that fails is sent again. */
export const SINGLE_PUT_BYTES = 100_000_000;
/** An object's end (S3 User Guide, "Uploading objects"). */
export const MAX_OBJECT_BYTES = 5 * 1_024 ** 4;
/** A part fits the memory of a small client, and a part that failed is a few seconds' work. */
const USUAL_PART_BYTES = 32 * MIB;

export interface PartPlan {
  readonly partBytes: number;
  readonly partCount: number;
}

/** How a file goes up: undefined in one request, else in parts of equal length, but the last. */
export function planUpload(size: number): PartPlan | undefined {
  if (size <= SINGLE_PUT_BYTES) return undefined;
  const least = Math.ceil(size / MAX_PARTS / MIB) * MIB;
  const partBytes = Math.max(USUAL_PART_BYTES, least);
  return { partBytes, partCount: Math.ceil(size / partBytes) };
}

/** Length of a part, numbered from 1; undefined where the file has no such part. */
export function partLength(size: number, partBytes: number, number: number): number | undefined {
  const start = (number - 1) * partBytes;
  return start < size ? Math.min(partBytes, size - start) : undefined;
}

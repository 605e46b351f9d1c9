import { type FormatFault, inflate, type InflateLimits } from '@pipeline/file-formats';
import type { SlicePart } from '@pipeline/runtime-contract';

/** The bytes of a slice, and, once they are exhausted, what was wrong with the file they came from. */
export interface SliceBytes {
  readonly chunks: AsyncIterable<Uint8Array>;
  fault(): FormatFault | undefined;
}

/**
 * A plain object was opened at the slice's first byte. A compressed one has no such place: it is inflated from its
 * beginning, and what lies before the slice is dropped.
 */
export function sliceBytes(
  opened: AsyncIterable<Uint8Array>,
  gzip: boolean,
  { start, end }: Pick<SlicePart, 'start' | 'end'>,
  limits: InflateLimits,
): SliceBytes {
  if (!gzip) return { chunks: between(opened, 0, end === undefined ? Infinity : end - start), fault: () => undefined };
  const inflated = inflate(opened, limits);
  return { chunks: between(inflated.chunks, start, end ?? Infinity), fault: () => inflated.fault() };
}

/** The part of a stream from one byte up to another. */
async function* between(source: AsyncIterable<Uint8Array>, from: number, to: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source) {
    const begin = Math.max(from - at, 0);
    const stop = Math.min(to - at, chunk.length);
    at += chunk.length;
    if (begin < stop) yield begin === 0 && stop === chunk.length ? chunk : chunk.subarray(begin, stop);
    if (at >= to) return;
  }
}

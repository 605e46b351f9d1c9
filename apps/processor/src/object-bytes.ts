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
  { start }: Pick<SlicePart, 'start'>,
  limits: InflateLimits,
): SliceBytes {
  if (!gzip) return { chunks: opened, fault: () => undefined };
  const inflated = inflate(opened, limits);
  return { chunks: from(inflated.chunks, start), fault: () => inflated.fault() };
}

/** A stream without its first bytes. */
async function* from(source: AsyncIterable<Uint8Array>, first: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source) {
    const begin = Math.max(first - at, 0);
    at += chunk.length;
    if (begin < chunk.length) yield begin === 0 ? chunk : chunk.subarray(begin);
  }
}

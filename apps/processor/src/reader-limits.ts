import { defaultLimits, type InflateLimits, type ReaderLimits } from '@pipeline/file-formats';
import type { ProcessorEnvironment } from '@pipeline/runtime-contract';

/** What a row and a file may cost to read: the library's limits, with those that the configuration sets. */
export const readerLimits = ({ MAX_ROW_BYTES }: ProcessorEnvironment): ReaderLimits & InflateLimits => ({
  ...defaultLimits,
  maxRowBytes: MAX_ROW_BYTES,
});

/** What one row, and one file, may cost to read. */
export interface ReaderLimits {
  /** Bytes of one row without its line end. */
  readonly maxRowBytes: number;
  /** Levels of arrays and objects in one JSON row; `{}` is one level. */
  readonly maxDepth: number;
  /** Levels to which a JSON array's element is followed to find its end. Beyond, the rest of the file is lost. */
  readonly maxTrackedDepth: number;
  /** Columns of a CSV header; members of the object that a JSON row is. */
  readonly maxColumns: number;
}

/** What a gzip object may inflate to. */
export interface InflateLimits {
  /** Bytes after inflating, all members together. */
  readonly maxInflatedBytes: number;
  /** Inflated bytes per compressed byte, watched from `ratioFloorBytes` on. */
  readonly maxInflationRatio: number;
  /** Inflated bytes below which the ratio means nothing: a small file of equal rows is no bomb. */
  readonly ratioFloorBytes: number;
}

export const defaultLimits: ReaderLimits & InflateLimits = {
  /** 1 MiB: two and a half times DynamoDB's largest item (400 KB), so that whatever can be stored can be read. */
  maxRowBytes: 1_048_576,
  /** Twice the 32 levels that DynamoDB nests, so that a transform may flatten. */
  maxDepth: 64,
  /** A level costs one byte while an element is followed. */
  maxTrackedDepth: 10_000,
  /** A spreadsheet is rarely wider than some hundreds; a row of 1 MiB has room for 500 bytes in each. */
  maxColumns: 2_000,
  /** 64 GiB: more than one function chain reads in a day; a producer that needs more delivers several files. */
  maxInflatedBytes: 64 * 1024 ** 3,
  /** Repetitive CSV deflates to 1/20, a column of zeros to 1/100; deflate itself ends at 1/1032, which bombs use. */
  maxInflationRatio: 200,
  /** 10 MiB: reached in well under a second. */
  ratioFloorBytes: 10 * 1024 ** 2,
};

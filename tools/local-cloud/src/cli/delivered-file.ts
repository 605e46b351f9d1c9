/** One file version that was uploaded: what its receipt is found by. */
export interface DeliveredFile {
  readonly dataset: string;
  /** Whose bucket it is in. */
  readonly region: string;
  readonly key: string;
  readonly path: string;
  readonly fileId: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
}

/** One file version that was uploaded: what its receipt is found by. */
export interface DeliveredFile {
  readonly dataset: string;
  readonly key: string;
  readonly path: string;
  readonly fileId: string;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
}

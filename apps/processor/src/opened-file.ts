import type { ObjectFormat } from '@pipeline/file-formats';
import type { Dataset, ReceiptKey } from '@pipeline/record-schema';
import type { FileTask } from './file-task';
import type { OpenedObject } from './ports';

/** One file (or one slice of it) whose object is open and whose receipt is ours to write. */
export interface OpenedFile {
  readonly task: FileTask;
  readonly object: OpenedObject;
  /** ISO 8601, whole seconds. */
  readonly lastModified: string;
  readonly key: ReceiptKey;
}

/** How a file is read: its dataset, the format of its suffix, and whether that is compressed. */
export interface Reading {
  readonly dataset: Dataset;
  readonly format: ObjectFormat;
}

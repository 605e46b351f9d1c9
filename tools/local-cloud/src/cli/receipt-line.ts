import type { Receipt } from '@pipeline/record-schema';
import type { DeliveredFile } from './delivered-file';

/** One receipt as scripts read it: a line of `--json`. */
export interface ReceiptLine {
  readonly dataset: string;
  readonly key: string;
  readonly path: string;
  readonly fileId: string;
  readonly region: string;
  readonly status: Receipt['processingStatus'];
  readonly counts: {
    readonly rows: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly superseded: number;
    readonly rejected: number;
  };
  readonly fault?: { readonly code: string; readonly message: string };
}

export function receiptLine(file: DeliveredFile, receipt: Receipt): ReceiptLine {
  const { rows, stored, duplicate, superseded, rejected, fault } = receipt;
  return {
    dataset: file.dataset,
    key: file.key,
    path: file.path,
    fileId: file.fileId,
    region: receipt.originRegion,
    status: receipt.processingStatus,
    counts: { rows, stored, duplicate, superseded, rejected },
    ...(fault ? { fault: { code: fault.code, message: fault.message } } : {}),
  };
}

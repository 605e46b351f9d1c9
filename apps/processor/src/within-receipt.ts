import type { Receipt } from '@pipeline/record-schema';
import type { SliceCommit } from './ports';

/**
 * A slice with its mark takes at most 110 bytes of its receipt, which is an item of at most 400 KB: what is left is for the
 * slices that others commit meanwhile, and for what is said of those that break. At five rows a second, the slowest pace of
 * writes that there is, so many invocations store four million rows.
 */
const SLICES_OF_A_RECEIPT = 3_000;

/**
 * The commit of a slice, as far as its receipt has room: where there is none for the rest, the file ends there. Its rows
 * are counted, and the fault says from where on nothing was read.
 */
export function withinReceipt(commit: SliceCommit, receipt: Pick<Receipt, 'slices'>): SliceCommit {
  const { next, ...own } = commit;
  if (!next || Object.keys(receipt.slices).length < SLICES_OF_A_RECEIPT) return commit;
  const message =
    `The file took ${SLICES_OF_A_RECEIPT} invocations, as many as its receipt has room for; from row ${next.ordinal} ` +
    `at byte ${next.start} on it was not read. Give the table more write capacity, or split the file, and upload it again.`;
  return { ...own, tooManyRejects: false, fault: { code: 'TOO_MANY_SLICES', message } };
}

import { canonicalDecimal, type DecimalValue } from './decimal';

/** Who writes: what a revision orders by, from the most to the least significant. */
export interface Writer {
  /** A dataset's own order, before everything else; one that `isSequence`. */
  readonly sequence?: DecimalValue;
  /** ISO 8601, whole seconds: the object's. */
  readonly lastModified: string;
  readonly fileId: string;
  /** Of the row, from 1. */
  readonly ordinal: number;
  readonly schemaVersion: number;
}

const SEQUENCE_DIGITS = 20;

/** Whether a number can go before the rest: whole, not negative, of 20 digits at most (64 bits have as many). */
export const isSequence = (value: DecimalValue): boolean =>
  /^\d+$/.test(canonicalDecimal(value)) && canonicalDecimal(value).length <= SEQUENCE_DIGITS;

/** 2026-03-14T09:26:53.000Z → 20260314T092653Z: as ordered, and 8 bytes shorter in every item. */
const compact = (at: string): string =>
  `${at.slice(0, 4)}${at.slice(5, 7)}${at.slice(8, 13)}${at.slice(14, 16)}${at.slice(17, 19)}Z`;

/**
 * The total order of writers of one item, as bytes: `<lastModified>#<file id>#<ordinal>#<schemaVersion>`, the numbers
 * padded (ten digits: ten thousand million rows a file). Versions of one second are ordered by file id, the same
 * everywhere. With a sequence `S<20 digits>#` goes before: above all that were written before their dataset had one.
 */
export function revisionOf({ sequence, lastModified, fileId, ordinal, schemaVersion }: Writer): string {
  const order = `${compact(lastModified)}#${fileId}#${String(ordinal).padStart(10, '0')}#${String(schemaVersion).padStart(3, '0')}`;
  return sequence === undefined ? order : `S${canonicalDecimal(sequence).padStart(SEQUENCE_DIGITS, '0')}#${order}`;
}

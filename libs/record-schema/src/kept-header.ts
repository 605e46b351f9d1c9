import type { Dataset } from './dataset';

/** Of all names together, in UTF-8: DynamoDB bills every KB of a receipt with each of its changes. */
export const MAX_HEADER_BYTES = 2_048;

/**
 * The names of a CSV's columns as its receipt keeps them, so that its rejected rows can be handed out as a file that is
 * whole. Undefined where they are too long, since half a header names the wrong columns, and where the dataset has personal
 * data: a file without a header has its first row in the place of one.
 */
export function keptHeader(
  { sensitive }: Pick<Dataset, 'sensitive'>,
  names: readonly string[] | undefined,
): readonly string[] | undefined {
  if (names === undefined || sensitive) return undefined;
  const bytes = names.reduce((sum, name) => sum + Buffer.byteLength(name), 0);
  return bytes <= MAX_HEADER_BYTES ? names : undefined;
}

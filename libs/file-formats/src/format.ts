/** How an object's bytes are cut into rows. */
export type Format = 'csv' | 'ndjson' | 'json';

/** What an object's name says about its bytes. */
export interface ObjectFormat {
  readonly format: Format;
  /** The bytes are gzip; the format is that of the inflated bytes. */
  readonly gzip: boolean;
}

const formatOfSuffix: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/** The suffixes that `formatOf` knows, without the `.gz` that may follow each. */
export const formatSuffixes: readonly string[] = Object.keys(formatOfSuffix);

const named = /(\.[a-z]+)(\.gz)?$/;

/** The format that a key's suffix names, whatever its case: `.csv .json .ndjson .jsonl`, each optionally with `.gz`. */
export function formatOf(key: string): ObjectFormat | undefined {
  const [, suffix, gz] = named.exec(key.toLowerCase()) ?? [];
  if (suffix === undefined || !Object.hasOwn(formatOfSuffix, suffix)) return undefined;
  const format = formatOfSuffix[suffix];
  return format === undefined ? undefined : { format, gzip: gz !== undefined };
}

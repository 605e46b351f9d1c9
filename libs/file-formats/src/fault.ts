/** Every code that this library gives, with its meaning in one line; the data contract's table is generated from it. */
export const formatFaultCodes = {
  'csv.header': 'The first row does not name the columns: an empty, doubled or unreadable name, or too many of them.',
  'csv.quote': 'A quote stands where none may, or a quoted field is not closed.',
  'csv.width': 'The row has another number of fields than the header.',
  'row.bytes': 'The row is longer than a row may be.',
  'row.columns': 'The row has more columns or members than a row may have.',
  'row.utf8': 'The row is not UTF-8.',
  'json.syntax': 'The row is not JSON.',
  'json.depth': 'The row nests deeper than a row may.',
  'json.surrogate': 'A string escapes half of a character: a lone surrogate.',
  'json.lost': 'From here on it cannot be known where a row ends; the rest of the file is this one row.',
  'json.empty': 'The file holds no JSON value at all.',
  'gzip.corrupt': 'The gzip data is damaged, or something that is not gzip follows it.',
  'gzip.truncated': 'The gzip data ends too early.',
  'gzip.bomb': 'The gzip data inflates to more than a file may.',
} as const;

export type FormatFaultCode = keyof typeof formatFaultCodes;

/** Why a row, or a whole file, was refused. */
export interface FormatFault {
  readonly code: FormatFaultCode;
  /** The column, or '' for the row or file itself. */
  readonly path: string;
  /** What is wrong, where, and what to do, for a person. */
  readonly message: string;
  readonly expected?: string;
  /** What was found instead, at most 200 characters of it. */
  readonly actual?: string;
}

/** So that a fault list always fits its item, whatever the row holds. */
const maxActual = 200;

/** The first 200 characters, never half a surrogate pair. */
function bounded(text: string): string {
  if (text.length <= maxActual) return text;
  const last = text.charCodeAt(maxActual - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxActual - 1 : maxActual);
}

interface Found {
  readonly path?: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** A fault whose quoted parts are bounded. */
export function formatFault(code: FormatFaultCode, message: string, found: Found = {}): FormatFault {
  return {
    code,
    path: bounded(found.path ?? ''),
    message,
    ...(found.expected === undefined ? {} : { expected: bounded(found.expected) }),
    ...(found.actual === undefined ? {} : { actual: bounded(found.actual) }),
  };
}

/** A name or a character as it may stand inside a message: quoted, escaped, short. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

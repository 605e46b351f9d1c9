import { Decimal, UnstorableNumber } from './decimal';

/** Every code that this library gives, with its meaning in one line; the readers of file formats have their own. */
export const faultCodes = {
  'field.missing': 'A required field is not there.',
  'field.type': 'The field holds a value of another type than its schema asks for.',
  'field.format': 'The text is not written as its schema asks for.',
  'field.range': 'The value is outside the range of its schema.',
  'number.range': 'The number has more than 38 significant digits, or is outside the range that DynamoDB stores.',
  'key.empty': 'The record has no business key.',
  'key.size': 'The key is longer than DynamoDB takes: 2,048 bytes for recordId.',
  'time.format': "The dataset's event time is not ISO 8601 UTC with milliseconds.",
  'sequence.range': "The record's sequence is not a whole number from 0 on of at most 20 digits.",
  'item.size': 'The item is larger than the 400 KB that DynamoDB stores.',
  'item.refused': 'DynamoDB refused the item for a reason that was not foreseen.',
  'item.depth': 'The item nests deeper than the 32 levels that DynamoDB stores.',
} as const;
export type FaultCode = keyof typeof faultCodes;

/** Why a row was refused. Codes of the file formats pass through, so that any string may stand there. */
export interface Fault {
  readonly code: string;
  /** The field, as `reading.value` or `items[2].price`; '' is the row itself. */
  readonly path: string;
  /** What is wrong and what to do, for a person. */
  readonly message: string;
  readonly expected?: string;
  /** What was there instead, as JSON, at most 200 characters of it. */
  readonly actual?: string;
}

/** So that the faults of a row fit its item, whatever the row holds; in characters. */
const MAX_ACTUAL = 200;

/** The beginning of a text, never half a surrogate pair. */
export function bounded(text: string, limit = MAX_ACTUAL): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)}…`;
}

/**
 * What JSON leaves as it is and a terminal or a log viewer obeys: controls (C1 too), line separators, and the marks that
 * turn the direction of text (Unicode Technical Report 36, "Bidirectional text spoofing").
 */
// eslint-disable-next-line no-control-regex -- controls are what it looks for
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A text that is only read: what would be obeyed is escaped as in JSON. */
export const escaped = (text: string): string =>
  text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A value as a fault shows it: JSON, with control characters escaped, bounded without rendering all of it. */
export function rendered(value: unknown): string {
  if (value instanceof Decimal) return value.text;
  if (value instanceof UnstorableNumber) return bounded(value.literal);
  if (typeof value === 'string') return bounded(escaped(JSON.stringify(bounded(value))));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    const shown = names.slice(0, 8).map((name) => escaped(bounded(name)));
    return bounded(names.length === 0 ? 'an empty object' : `an object of ${shown.join(', ')}`);
  }
  return String(value);
}

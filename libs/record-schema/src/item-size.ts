import { canonicalDecimal, Decimal } from './decimal';

/** Amazon DynamoDB, "Service, account, and table quotas". */
export const MAX_ITEM_BYTES = 409_600;
export const MAX_ITEM_DEPTH = 32;
export const MAX_PARTITION_KEY_BYTES = 2_048;
export const MAX_SORT_KEY_BYTES = 1_024;

/** Bytes of a value by the rules of "DynamoDB item sizes and formats"; attribute names count where they stand. */
export function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(canonicalDecimal(value));
  if (value instanceof Decimal) return numberSize(value.text);
  if (value === null || typeof value === 'boolean') return 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + 1 + valueSize(element), 3);
  let size = 3;
  for (const [name, member] of Object.entries(value as object)) {
    if (member !== undefined) size += 1 + Buffer.byteLength(name) + valueSize(member);
  }
  return size;
}

/** Two digits a byte, one for the exponent, one for a minus: what AWS calls approximately the length. */
function numberSize(canonical: string): number {
  const digits = canonical
    .replace(/E.*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (canonical.startsWith('-') ? 1 : 0);
}

/** Bytes of an item: names and values of its attributes. */
export function itemSize(item: object): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

/** Levels of maps and lists; a plain value has none. */
export function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Decimal || value instanceof Uint8Array) return 0;
  let deepest = 0;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member));
  return deepest + 1;
}

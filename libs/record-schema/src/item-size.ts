import { canonicalDecimal, Decimal, isStorableNumber } from './decimal';

/** Amazon DynamoDB, "Service, account, and table quotas". */
export const MAX_ITEM_BYTES = 409_600;
export const MAX_ITEM_DEPTH = 32;
export const MAX_PARTITION_KEY_BYTES = 2_048;

/** Bytes of a value by the rules of "DynamoDB item sizes and formats"; attribute names count where they stand. */
export function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(canonicalDecimal(value));
  if (value instanceof Decimal) return numberSize(value.text);
  if (value === null || typeof value === 'boolean') return 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + 1 + valueSize(element), 3);
  const members = value as Readonly<Record<string, unknown>>;
  let size = 3;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member !== undefined) size += 1 + Buffer.byteLength(name) + valueSize(member);
  }
  return size;
}

/** Two digits a byte, one for the exponent, one for a minus: what AWS calls approximately the length. */
function numberSize(canonical: string): number {
  let digits = 0;
  let zeros = 0;
  for (const character of canonical) {
    if (character === 'E') break;
    if (character === '-' || character === '.') continue;
    if (character === '0') {
      // Leading zeros are none of the number's digits; later ones only if another digit follows.
      if (digits > 0) zeros += 1;
    } else {
      digits += zeros + 1;
      zeros = 0;
    }
  }
  return Math.ceil(digits / 2) + 1 + (canonical.startsWith('-') ? 1 : 0);
}

/** Bytes of an item: names and values of its attributes. */
export function itemSize(item: object): number {
  let size = 0;
  for (const name of Object.keys(item)) {
    const value = (item as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

/** Where the first number stands that DynamoDB would not take, such as a transform's 0/0; undefined where none does. */
export function unstorableAt(value: unknown, path = ''): string | undefined {
  if (typeof value === 'number') return isStorableNumber(value) ? undefined : path;
  if (typeof value !== 'object' || value === null || value instanceof Decimal) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    // A path is only made on the way to something that can be wrong.
    if (typeof member === 'number' ? isStorableNumber(member) : typeof member !== 'object') continue;
    const here = Array.isArray(value) ? `[${name}]` : path === '' ? name : `.${name}`;
    const found = unstorableAt(member, path + here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Levels of maps and lists; a plain value has none. */
export function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Decimal || value instanceof Uint8Array) return 0;
  let deepest = 0;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member));
  return deepest + 1;
}

import { attributeOf, typeOf, type AttributeValue, type Item } from './attribute-value';
import { compareNumbers } from './number';

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const members = new Set(left);
  return right.every((member) => members.has(member));
}

/** Whether two items have the same attributes of the same values; the order of attributes does not matter. */
export function equalItems(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const other = attributeOf(right, name);
    return other !== undefined && equalValues(left[name] as AttributeValue, other);
  });
}

/** Deep equality of values: type and content, sets in any order, numbers by their value. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'L': {
      const [a, b] = [left.L ?? [], right.L ?? []];
      return a.length === b.length && a.every((element, index) => equalValues(element, b[index] as AttributeValue));
    }
    case 'M':
      return equalItems(left.M ?? {}, right.M ?? {});
    case 'SS':
    case 'NS':
    case 'BS':
      return equalSets(left[type] ?? [], right[type] ?? []);
    default:
      return left[type] === right[type];
  }
}

/** Order of two strings by their UTF-8 bytes; UTF-16 units, which JavaScript compares, order surrogates otherwise. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const surrogates = (isSurrogate(a) ? 1 : 0) - (isSurrogate(b) ? 1 : 0);
    return surrogates !== 0 ? surrogates : a - b;
  }
  return left.length - right.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/**
 * Negative, zero or positive as the first value sorts before, with or after the second; undefined where DynamoDB
 * defines no order: different types, or others than string, number and binary.
 */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareStrings(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined) {
    return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  }
  return undefined;
}

/** `begins_with`: of strings and of binaries. */
export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B !== undefined && prefix.B !== undefined) {
    const start = Buffer.from(prefix.B, 'base64');
    return Buffer.from(value.B, 'base64').subarray(0, start.length).equals(start);
  }
  return false;
}

/** `contains`: a part of a string or binary, a member of a set, an element of a list. */
export function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.L !== undefined) return value.L.some((element) => equalValues(element, part));
  if (part.S !== undefined) return (value.S?.includes(part.S) || value.SS?.includes(part.S)) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (part.B !== undefined) {
    if (value.BS !== undefined) return value.BS.includes(part.B);
    return value.B !== undefined && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'));
  }
  return false;
}

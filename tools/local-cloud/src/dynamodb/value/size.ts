import { typeOf, type AttributeValue, type Item } from './attribute-value';
import { parseDecimal } from './number';

/** Of a list or map, and of each element in it. (Developer Guide, "DynamoDB item sizes and formats".) */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

const utf8 = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Bytes that base64 text stands for. */
export function binaryLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** About one byte per two significant digits plus one, with one more for a sign; digits pair up around the point. */
function numberSize(canonical: string): number {
  const decimal = parseDecimal(canonical);
  if (decimal === undefined || decimal.digits === '') return 1;
  const straddles = decimal.digits.length % 2 === 0 && Math.abs(decimal.exponent) % 2 === 0;
  return 1 + Math.ceil(decimal.digits.length / 2) + (straddles ? 1 : 0) + (decimal.negative ? 1 : 0);
}

function total<T>(values: readonly T[], size: (value: T) => number): number {
  let sum = 0;
  for (const value of values) sum += size(value);
  return sum;
}

/** Bytes of a value by DynamoDB's rules, its attribute's name not included. */
export function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return binaryLength(value.B);
  if (value.SS !== undefined) return total(value.SS, utf8);
  if (value.NS !== undefined) return total(value.NS, numberSize);
  if (value.BS !== undefined) return total(value.BS, binaryLength);
  if (value.L !== undefined) return CONTAINER_BYTES + total(value.L, (element) => ELEMENT_BYTES + valueSize(element));
  if (value.M !== undefined) return CONTAINER_BYTES + Object.keys(value.M).length * ELEMENT_BYTES + itemSize(value.M);
  return 1;
}

/** Bytes of an item by DynamoDB's rules: names and values, what limits and capacity units are counted in. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += utf8(name) + valueSize(item[name] as AttributeValue);
  return size;
}

/** Levels of nesting of a value: 1 for a scalar or a set, one more for each list or map around it. */
export function nestingDepth(value: AttributeValue): number {
  const type = typeOf(value);
  if (type !== 'L' && type !== 'M') return 1;
  let deepest = 0;
  for (const element of value.L ?? Object.values(value.M ?? {})) deepest = Math.max(deepest, nestingDepth(element));
  return deepest + 1;
}

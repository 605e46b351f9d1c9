import type { AttributeValue as Wire } from '@aws-sdk/client-dynamodb';

/** A value as the function hands it to the document client: numbers may be text of 38 digits, maps may be `Map`s. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the function under test stores
export type AttributeValue = any;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The document client's exact number, told by its shape: the bundle under test may have a class of its own. */
const exact = (value: AttributeValue): string | undefined =>
  typeof value === 'object' && value !== null && typeof value.value === 'string' && 'constructor' in value
    ? value.constructor.name === 'NumberValueImpl' || value.constructor.name === 'NumberValue'
      ? value.value
      : undefined
    : undefined;

/** A number of either form as its text in canonical notation, else undefined. Doubles decide: tests use no wider ones. */
export function numeric(value: AttributeValue): number | undefined {
  if (typeof value === 'number') return value;
  const text = exact(value);
  return text === undefined ? undefined : Number(text);
}

/** Equality of two attribute values; what is absent equals nothing. */
export function equal(one: AttributeValue, other: AttributeValue): boolean {
  if (one === undefined || other === undefined) return false;
  if (typeof one === 'string' || typeof one === 'boolean' || one === null) return one === other;
  const number = numeric(one);
  if (number !== undefined) return number === numeric(other);
  return JSON.stringify(marshalled(one)) === JSON.stringify(marshalled(other));
}

/** The sign of the order of two strings (by their bytes) or two numbers; undefined where there is none. */
export function compare(one: AttributeValue, other: AttributeValue): number | undefined {
  if (typeof one === 'string' && typeof other === 'string') {
    return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
  }
  const [left, right] = [numeric(one), numeric(other)];
  return left === undefined || right === undefined ? undefined : left - right;
}

/** As the wire carries it. Members in their alphabetical order: equal values give equal texts. */
export function marshalled(value: AttributeValue, binary: Binary = asBytes): Wire {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  const number = typeof value === 'number' ? value : exact(value);
  if (number !== undefined) return { N: String(Number(number)) };
  if (value instanceof Uint8Array) return { B: binary(value) as Uint8Array };
  if (Array.isArray(value)) return { L: value.map((one) => marshalled(one, binary)) };
  if (value instanceof Set) return { NS: [...value].map((one) => String(numeric(one) ?? one)).sort() };
  return { M: marshalledItem(value instanceof Map ? Object.fromEntries(value) : value, binary) };
}

/** How binary is written: as the bytes that the SDK has, or as the text that JSON has. */
type Binary = (value: Uint8Array) => Uint8Array | string;
const asBytes: Binary = (value) => value;

export function marshalledItem(item: Attributes, binary: Binary = asBytes): Record<string, Wire> {
  const members: Record<string, Wire> = {};
  for (const name of Object.keys(item).sort()) {
    if (item[name] !== undefined) setMember(members, name, marshalled(item[name], binary));
  }
  return members;
}

/** As the document client gives it back: plain objects, sets and numbers. */
export function unmarshalled(value: AttributeValue): AttributeValue {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const number = numeric(value);
  if (number !== undefined) return number;
  if (value instanceof Set) return new Set([...value].map(unmarshalled));
  if (Array.isArray(value)) return value.map(unmarshalled);
  const members: Record<string, AttributeValue> = {};
  if (value instanceof Map) {
    for (const [name, one] of value) if (one !== undefined) setMember(members, String(name), unmarshalled(one));
    return members;
  }
  for (const name of Object.keys(value)) {
    if (value[name] !== undefined) setMember(members, name, unmarshalled(value[name]));
  }
  return members;
}

/** An own member, whatever its name: assigned, `__proto__` would be the prototype. */
export function setMember<T>(members: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The types of a DynamoDB value, by their names on the wire. */
export const attributeTypes = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * A value in DynamoDB JSON, as it travels and as it is stored. Invariant of every value that passed `readValue`:
 * exactly one member is there, numbers are canonical (`value/number.ts`), sets have distinct members.
 */
export interface AttributeValue {
  S?: string;
  N?: string;
  /** Base64, as on the wire. */
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
}

/**
 * The attributes of an item, or the members of a map. Attribute names come from outside (`__proto__` and `constructor`
 * are legal ones): read with `attributeOf` and write with `setAttribute`, never with `item[name]`.
 */
export type Item = Record<string, AttributeValue>;

/** The one type a value has. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError('An attribute value without a type: it did not pass readValue.');
}

/** The attribute of that name, inherited members of the object not included. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Sets an own attribute, whatever its name. */
export function setAttribute(item: Item, name: string, value: AttributeValue): void {
  if (name === '__proto__') {
    Object.defineProperty(item, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    item[name] = value;
  }
}

/** An item of some of the attributes of another, in the order of the names; those it does not have are left out. */
export function pickAttributes(item: Item, names: readonly string[]): Item {
  const picked: Item = {};
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value !== undefined) setAttribute(picked, name, value);
  }
  return picked;
}

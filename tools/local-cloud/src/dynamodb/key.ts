import { ValidationFault } from './fault';
import { keyElements, type KeyElement, type KeySchema, type TableDefinition } from './table-definition';
import { attributeOf, typeOf, type AttributeValue, type Item } from './value/attribute-value';
import { encodePart, isWellFormed } from './value/key-encoding';
import { binaryLength } from './value/size';

/** Bytes of a partition key's and a sort key's value. (Developer Guide, "Quotas".) */
const MAX_PARTITION_BYTES = 2048;
const MAX_SORT_BYTES = 1024;

const MISMATCH = 'The provided key element does not match the schema';
const NOT_VALID = 'One or more parameter values are not valid. ';
const INVALID = 'One or more parameter values were invalid: ';

const emptyKind = (value: AttributeValue): 'string' | 'binary' | undefined =>
  value.S === '' ? 'string' : value.B === '' ? 'binary' : undefined;

/** @throws ValidationFault for a value that no key attribute may have: an empty one, or text that is not Unicode. */
export function checkKeyValue({ name }: KeyElement, value: AttributeValue): void {
  const empty = emptyKind(value);
  if (empty !== undefined) {
    throw new ValidationFault(
      `${NOT_VALID}The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${name}`,
    );
  }
  if (value.S !== undefined && !isWellFormed(value.S)) {
    throw new ValidationFault(`${INVALID}The value of the key ${name} has a surrogate without its partner.`);
  }
}

function checkKeySize(keys: KeySchema, element: KeyElement, value: AttributeValue): void {
  if (value.N !== undefined) return;
  const size = value.S === undefined ? binaryLength(value.B ?? '') : Buffer.byteLength(value.S);
  if (element === keys.partition && size > MAX_PARTITION_BYTES) {
    throw new ValidationFault(`${INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes`);
  }
  if (element === keys.sort && size > MAX_SORT_BYTES) {
    throw new ValidationFault(`${INVALID}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`);
  }
}

/** The place of an item in the store, below its table's or index's prefix; the item has passed its schema. */
export function encodeKey(keys: KeySchema, item: Item): string {
  const partition = encodePart(attributeOf(item, keys.partition.name) as AttributeValue);
  return keys.sort === undefined
    ? partition
    : partition + encodePart(attributeOf(item, keys.sort.name) as AttributeValue);
}

/**
 * Checks a key as given by a client.
 * @throws ValidationFault if it has other attributes than the schema, of other types, or empty or too large ones.
 */
export function checkKey(keys: KeySchema, key: Item): void {
  const elements = keyElements(keys);
  if (Object.keys(key).length !== elements.length) throw new ValidationFault(MISMATCH);
  for (const element of elements) {
    const value = attributeOf(key, element.name);
    if (value === undefined || typeOf(value) !== element.type) throw new ValidationFault(MISMATCH);
    checkKeyValue(element, value);
    checkKeySize(keys, element, value);
  }
}

/** Checks the key attributes of an item that shall be put. @throws ValidationFault naming the attribute. */
export function checkItemKey(keys: KeySchema, item: Item): void {
  for (const element of keyElements(keys)) {
    const value = attributeOf(item, element.name);
    if (value === undefined) throw new ValidationFault(`${INVALID}Missing the key ${element.name} in the item`);
    if (typeOf(value) !== element.type) {
      throw new ValidationFault(
        `${INVALID}Type mismatch for key ${element.name} expected: ${element.type} actual: ${typeOf(value)}`,
      );
    }
    checkKeyValue(element, value);
    checkKeySize(keys, element, value);
  }
}

/**
 * Checks the attributes of an item that are keys of indexes: they may be missing, but not be of another type or empty.
 * @throws ValidationFault naming index and attribute.
 */
export function checkIndexKeys({ indexes }: TableDefinition, item: Item): void {
  for (const index of indexes) {
    for (const element of keyElements(index.keys)) {
      const value = attributeOf(item, element.name);
      if (value === undefined) continue;
      if (typeOf(value) !== element.type) {
        throw new ValidationFault(
          `${INVALID}Type mismatch for Index Key ${element.name} Expected: ${element.type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      }
      const empty = emptyKind(value);
      if (empty !== undefined) {
        throw new ValidationFault(
          `${NOT_VALID}A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value. IndexName: ${index.name}, IndexKey: ${element.name}`,
        );
      }
      checkKeyValue(element, value);
      checkKeySize(index.keys, element, value);
    }
  }
}

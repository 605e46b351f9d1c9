import { notEmulated, SerializationFault, ValidationFault } from '../fault';
import { attributeTypes, type AttributeType, type AttributeValue, type Item } from './attribute-value';
import { canonicalNumber } from './number';

/** Levels of a document, the attribute itself counted as one. (Developer Guide, "Quotas", Nested attribute depth.) */
export const MAX_NESTING = 32;

export const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const INVALID = 'One or more parameter values were invalid: ';

/** How a JSON value is called in DynamoDB's messages about types. */
function wrongType(value: unknown, wanted: string): SerializationFault {
  if (Array.isArray(value)) return new SerializationFault(`Unrecognized collection type class java.lang.${wanted}`);
  if (typeof value === 'object') return new SerializationFault('Start of structure or map found where not expected');
  if (typeof value === 'boolean') {
    return new SerializationFault(`${value ? 'TRUE_VALUE' : 'FALSE_VALUE'} cannot be converted to ${wanted}`);
  }
  return new SerializationFault(
    `${Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'} cannot be converted to ${wanted}`,
  );
}

function readText(value: unknown): string {
  if (typeof value !== 'string') throw wrongType(value, 'String');
  return value;
}

function readNumber(value: unknown): string {
  const numeric = canonicalNumber(readText(value));
  if ('fault' in numeric) throw new ValidationFault(numeric.fault);
  return numeric.number;
}

function readBinary(value: unknown): string {
  if (typeof value !== 'string') {
    throw new SerializationFault('only base-64-encoded strings are convertible to bytes');
  }
  if (value.length % 4 !== 0) {
    throw new SerializationFault(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  }
  if (!BASE64.test(value)) throw new SerializationFault('Invalid Base64 character detected');
  // Bits beyond the last byte must be zero, so that equal bytes are equal text.
  if (value.endsWith('=') && Buffer.from(value, 'base64').toString('base64') !== value) {
    throw new SerializationFault('Invalid last non-pad Base64 character dectected');
  }
  return value;
}

function readBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw wrongType(value, 'Boolean');
  return value;
}

function readList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new SerializationFault('Unexpected field type');
  return value;
}

function readSet(type: 'SS' | 'NS' | 'BS', value: unknown): string[] {
  const members = readList(value).map(type === 'SS' ? readText : type === 'NS' ? readNumber : readBinary);
  if (members.length === 0) {
    throw new ValidationFault(
      type === 'BS'
        ? `${INVALID}Binary sets should not be empty`
        : `${INVALID}An ${type === 'SS' ? 'string' : 'number'} set  may not be empty`,
    );
  }
  if (new Set(members).size !== members.length) {
    const shown = `[${members.join(', ')}]`;
    throw new ValidationFault(
      type === 'NS'
        ? 'Input collection contains duplicates'
        : `${INVALID}Input collection ${shown}${type === 'SS' ? '' : 'of type BS'} contains duplicates.`,
    );
  }
  return members;
}

function readMember(type: AttributeType, value: unknown, depth: number): AttributeValue {
  switch (type) {
    case 'S':
      return { S: readText(value) };
    case 'N':
      return { N: readNumber(value) };
    case 'B':
      return { B: readBinary(value) };
    case 'BOOL':
      return { BOOL: readBoolean(value) };
    case 'NULL':
      if (!readBoolean(value))
        throw new ValidationFault(`${INVALID}Null attribute value types must have the value of true`);
      return { NULL: true };
    case 'L':
      return { L: readList(value).map((element) => readValueAt(element, depth + 1)) };
    case 'M':
      return { M: readItemAt(value, depth + 1) };
    default:
      return { [type]: readSet(type, value) };
  }
}

function readValueAt(raw: unknown, depth: number): AttributeValue {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new SerializationFault('Unexpected value type in payload');
  }
  if (depth > MAX_NESTING) throw new ValidationFault(TOO_DEEP);
  let read: AttributeValue | undefined;
  for (const [type, value] of Object.entries(raw)) {
    if (value === null) continue;
    if (!(attributeTypes as readonly string[]).includes(type)) throw notEmulated(`the attribute type ${type}`);
    if (read !== undefined) {
      throw new ValidationFault(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    read = readMember(type as AttributeType, value, depth);
  }
  if (read === undefined) {
    throw new ValidationFault('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  return read;
}

function readItemAt(raw: unknown, depth: number): Item {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new SerializationFault('Unexpected field type');
  const entries: [string, AttributeValue][] = [];
  for (const name of Object.keys(raw)) {
    entries.push([name, readValueAt((raw as Record<string, unknown>)[name], depth)]);
  }
  return Object.fromEntries(entries);
}

/**
 * A value as a client sent it, checked and in canonical form.
 * @throws ValidationFault or SerializationFault in AWS's words.
 */
export function readValue(raw: unknown): AttributeValue {
  return readValueAt(raw, 1);
}

/**
 * An item, or a key, as a client sent it, checked and in canonical form.
 * @throws ValidationFault or SerializationFault in AWS's words.
 */
export function readItem(raw: unknown): Item {
  return readItemAt(raw, 1);
}

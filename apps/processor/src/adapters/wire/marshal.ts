import { canonicalDecimal, Decimal, memberNames, quoted } from '@pipeline/record-schema';

/**
 * A value as DynamoDB's JSON, written straight to its text: what the document client makes of the same value, without
 * the objects in between.
 * @param depth of the value in its item, whose own members have none
 * @throws Error for what DynamoDB has no type for
 */
export function marshalled(value: unknown, depth = 0): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${quoted(value)}}`;
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`DynamoDB has no number ${value}.`);
      return `{"N":"${canonicalDecimal(value)}"}`;
    case 'boolean':
      return value ? '{"BOOL":true}' : '{"BOOL":false}';
    case 'object':
      return marshalledObject(value, depth + 1);
    default:
      throw new Error(`DynamoDB has no type for a ${typeof value}.`);
  }
}

function marshalledObject(value: object | null, depth: number): string {
  if (value === null) return '{"NULL":true}';
  if (value instanceof Decimal) return `{"N":"${value.text}"}`;
  if (Array.isArray(value)) return `{"L":[${value.map((element) => marshalled(element, depth)).join(',')}]}`;
  if (value instanceof Uint8Array) return `{"B":"${Buffer.from(value).toString('base64')}"}`;
  if (value instanceof Set || value instanceof Map) throw new Error('Sets and maps are no part of an item.');
  return `{"M":${marshalledMembers(value, depth)}}`;
}

/** The members of an item, or of a map; those that are undefined are left out. */
export function marshalledMembers(members: object, depth = 0): string {
  const values = Object.values(members) as readonly unknown[];
  let text = '';
  for (const { text: before, at } of memberNames(members, depth).asTheyCame) {
    const value = values[at];
    if (value !== undefined) text += (text === '' ? before : `,${before}`) + marshalled(value, depth);
  }
  return `{${text}}`;
}

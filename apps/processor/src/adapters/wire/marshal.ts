import { canonicalDecimal, Decimal } from '@pipeline/record-schema';

// eslint-disable-next-line no-control-regex -- what JSON must escape
const ESCAPED = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** A text as JSON: most have nothing to escape, and finding that out is cheaper than `JSON.stringify`. */
export const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/**
 * A value as DynamoDB's JSON, written straight to its text: what the document client makes of the same value, without
 * the objects in between.
 * @throws Error for what DynamoDB has no type for
 */
export function marshalled(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${quoted(value)}}`;
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`DynamoDB has no number ${value}.`);
      return `{"N":"${canonicalDecimal(value)}"}`;
    case 'boolean':
      return value ? '{"BOOL":true}' : '{"BOOL":false}';
    case 'object':
      return marshalledObject(value);
    default:
      throw new Error(`DynamoDB has no type for a ${typeof value}.`);
  }
}

function marshalledObject(value: object | null): string {
  if (value === null) return '{"NULL":true}';
  if (value instanceof Decimal) return `{"N":"${value.text}"}`;
  if (Array.isArray(value)) return `{"L":[${value.map(marshalled).join(',')}]}`;
  if (value instanceof Uint8Array) return `{"B":"${Buffer.from(value).toString('base64')}"}`;
  if (value instanceof Set || value instanceof Map) throw new Error('Sets and maps are no part of an item.');
  return `{"M":${marshalledMembers(value)}}`;
}

/** The members of an item, or of a map; those that are undefined are left out. */
export function marshalledMembers(members: object): string {
  let text = '{';
  for (const name of Object.keys(members)) {
    const value = (members as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${quoted(name)}:${marshalled(value)}`;
  }
  return `${text}}`;
}

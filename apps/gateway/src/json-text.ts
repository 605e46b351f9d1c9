import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The JSON of a value of the table, with all digits of its numbers: DynamoDB's 38 are more than a number of JavaScript
 * holds, and how DynamoDB writes a number JSON writes it, too.
 */
export function jsonText(value: AttributeValue): string {
  if (value.S !== undefined) return JSON.stringify(value.S);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL !== undefined) return 'null';
  if (value.L !== undefined) return `[${value.L.map(jsonText).join(',')}]`;
  if (value.M !== undefined) return jsonObject(value.M);
  if (value.SS !== undefined) return JSON.stringify(value.SS);
  if (value.NS !== undefined) return `[${value.NS.join(',')}]`;
  if (value.B !== undefined) return JSON.stringify(Buffer.from(value.B).toString('base64'));
  throw new Error(`No JSON is known for a value of the type ${Object.keys(value).join(', ')}.`);
}

const jsonObject = (members: Readonly<Record<string, AttributeValue>>): string =>
  `{${Object.entries(members)
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
    .join(',')}}`;

/** The JSON of an object with one more member, whose text is there already. */
export const withMember = (object: Readonly<Record<string, unknown>>, name: string, text: string): string =>
  `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:${text}}`;

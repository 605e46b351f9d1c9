import type { AttributeValue as Wire } from '@aws-sdk/client-dynamodb';
import { type Attributes, type AttributeValue, marshalledItem, setMember } from './value';

/** DynamoDB's JSON as a stream's event carries it: as on the wire, and binary in base64. */
export type Image = Readonly<Record<string, object>>;

const images = new WeakMap<Attributes, Image>();

/** An item's image; both replicas and both sides of a change show the same item, which is written once. */
export function imageOf(item: Attributes): Image {
  let image = images.get(item);
  if (image === undefined) {
    image = marshalledItem(item, inBase64) as Image;
    images.set(item, image);
  }
  return image;
}

const inBase64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');

/** A value of the wire as the table keeps it. */
export function fromWire(value: Wire): AttributeValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return bytesOf(value.B);
  if (value.NULL) return null;
  if (value.L !== undefined) return value.L.map(fromWire);
  if (value.M !== undefined) return fromWireItem(value.M);
  if (value.NS !== undefined) return new Set(value.NS.map(Number));
  return value.SS === undefined ? new Set(value.BS) : new Set(value.SS);
}

const bytesOf = (value: Uint8Array | string): Uint8Array =>
  typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;

/** The same of its JSON text, in which binary is base64. */
export const fromJson = (item: Attributes): Attributes => fromWireItem(item as Readonly<Record<string, Wire>>);

export function fromWireItem(item: Readonly<Record<string, Wire>>): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const name of Object.keys(item)) setMember(attributes, name, fromWire(item[name] as Wire));
  return attributes;
}

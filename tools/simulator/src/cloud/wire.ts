import type { AttributeValue as Wire } from '@aws-sdk/client-dynamodb';
import { type Attributes, type AttributeValue, marshalledItem } from './value';

/** DynamoDB's JSON as a stream's event carries it: as on the wire, and binary in base64. */
export type Image = Readonly<Record<string, object>>;

const images = new WeakMap<Attributes, Image>();

/** An item's image; both replicas and both sides of a change show the same item, which is written once. */
export function imageOf(item: Attributes): Image {
  let image = images.get(item);
  if (image === undefined) {
    image = inBase64({ M: marshalledItem(item) } as Wire).M as Image;
    images.set(item, image);
  }
  return image;
}

function inBase64(value: Wire): { readonly M?: unknown } {
  if (value.B !== undefined) return { B: Buffer.from(value.B).toString('base64') } as object;
  if (value.L !== undefined) return { L: value.L.map(inBase64) } as object;
  if (value.M === undefined) return value as object;
  const members: Record<string, object> = {};
  for (const name of Object.keys(value.M)) members[name] = inBase64(value.M[name] as Wire);
  return { M: members };
}

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

export const fromWireItem = (item: Readonly<Record<string, Wire>>): Attributes =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromWire(value)]));

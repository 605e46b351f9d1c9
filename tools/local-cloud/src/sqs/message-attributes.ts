import { createHash } from 'node:crypto';
import { sqsFault } from './fault';

/** A message attribute as it is stored; binary values in base64. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, with a label of the sender's own after a dot. */
  readonly dataType: string;
  readonly value: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const MOST_ATTRIBUTES = 10;

export const isBinary = ({ dataType }: MessageAttribute): boolean => dataType.split('.')[0] === 'Binary';

/** Characters that SQS takes in bodies and attribute values: those of XML 1.0. */
// eslint-disable-next-line no-control-regex -- the few controls that SQS takes
const ALLOWED_TEXT = /^[\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
export const isAllowedText = (text: string): boolean => ALLOWED_TEXT.test(text);

/** @throws ServiceFault on the first attribute that SQS would not take. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) {
    throw refused(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`);
  }
  for (const [name, { dataType, value }] of entries) {
    if (!isAttributeName(name)) {
      throw refused(
        `Message attribute name '${name}' is invalid: 1 to 256 letters, digits, '_', '-' and single dots inside, ` +
          "not beginning with 'AWS.' or 'Amazon.'.",
      );
    }
    if (!/^(String|Number|Binary)(\..+)?$/.test(dataType) || dataType.length > 256) {
      throw refused(
        `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    if (value === '')
      throw refused(
        `Message attribute '${name}' must contain non-empty message attribute value of type '${dataType}'.`,
      );
    if (dataType.startsWith('Number') && Number.isNaN(Number(value))) {
      throw refused(`Can't cast the value of message attribute '${name}' to a number.`);
    }
    if (!dataType.startsWith('Binary') && !isAllowedText(value)) {
      throw refused(`The value of message attribute '${name}' has characters that are not allowed.`);
    }
  }
}

const isAttributeName = (name: string): boolean =>
  /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name) && name.length <= 256 && !/^(aws|amazon)\./i.test(name);

const refused = (message: string) => sqsFault('InvalidParameterValueException', message);

/** Bytes that attributes count towards a message's size: names, types and values. */
export const attributesSize = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length,
    0,
  );

const valueBytes = (attribute: MessageAttribute): Buffer =>
  Buffer.from(attribute.value, isBinary(attribute) ? 'base64' : 'utf8');

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The digest by which SDKs prove attributes: name, type and value of each, in the order of names, each with its length.
 * Source: "Calculating the MD5 message digest for message attributes", Amazon SQS Developer Guide.
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  const withLength = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, attribute] of entries) {
    withLength(Buffer.from(name));
    withLength(Buffer.from(attribute.dataType));
    hash.update(Buffer.of(isBinary(attribute) ? 2 : 1));
    withLength(valueBytes(attribute));
  }
  return hash.digest('hex');
}

/** The attributes that a receiver asks for: by name, by `prefix.*`, or all. */
export function selectAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const matches = (name: string) =>
    wanted.some(
      (pattern) =>
        pattern === 'All' ||
        pattern === '.*' ||
        pattern === name ||
        (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => matches(name)));
}

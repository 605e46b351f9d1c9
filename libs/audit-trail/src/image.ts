import { type Either, left, right } from 'fp-ts/Either';
import { canonicalDecimal, readDecimal } from '@pipeline/record-schema';
import { sorted } from './canonical-json';

/** A value in DynamoDB's JSON, as stream events carry it: numbers are text, binary is base64. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Image };

/** An item in DynamoDB's JSON. */
export type Image = { readonly [name: string]: AttributeValue };

/**
 * What of an item is not content: when and where it was last written, that its content was there before, and its place
 * in the index, which follows from the key, the status and the number of shards of the day.
 */
export const NOT_CONTENT: ReadonlySet<string> = new Set(['processedAt', 'originRegion', 'echo', 'statusShard']);

/**
 * The content of an image in its one form: exact decimals without needless digits, sets and members sorted, values checked. Equal
 * contents are equal in canonical JSON. On the left the path and the reason of the first value that is none.
 */
export function contentOf(image: unknown): Either<string, Image> {
  if (!isPlainObject(image)) return left('the image is not a map of attributes');
  const content = canonicalMembers(image, '', NOT_CONTENT);
  return typeof content === 'string' ? left(content) : right(content);
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Within an image a text stands for what is wrong: every value of every change comes through here. */
type Wrong = string;

function canonicalMembers(
  members: Readonly<Record<string, unknown>>,
  path: string,
  without?: ReadonlySet<string>,
): Image | Wrong {
  const read: Record<string, AttributeValue> = {};
  for (const name of sorted(Object.keys(members))) {
    if (without?.has(name)) continue;
    const value = canonicalValue(members[name]);
    if (typeof value === 'string') return `${path}${name}${value}`;
    // Assigned, it would be the prototype.
    if (name === '__proto__') Object.defineProperty(read, name, { value, enumerable: true });
    else read[name] = value;
  }
  return read;
}

/** What is wrong begins with the rest of the path. */
function canonicalValue(value: unknown): AttributeValue | Wrong {
  if (!isPlainObject(value)) return NOT_ONE;
  const types = Object.keys(value);
  const [type] = types;
  if (type === undefined || types.length > 1) return NOT_ONE;
  const content = value[type];
  if (type === 'M' && isPlainObject(content)) {
    const M = canonicalMembers(content, '.');
    return typeof M === 'string' ? M : { M };
  }
  if (type === 'L' && Array.isArray(content)) {
    const L: AttributeValue[] = [];
    for (const [index, element] of content.entries()) {
      const read = canonicalValue(element);
      if (typeof read === 'string') return `[${index}]${read}`;
      L.push(read);
    }
    return { L };
  }
  return canonicalPlain(type, content) ?? ` is not a value of type ${type}`;
}

const NOT_ONE: Wrong = ' is not one typed value';

function canonicalPlain(type: string, content: unknown): AttributeValue | undefined {
  if (type === 'S') return typeof content === 'string' ? { S: content } : undefined;
  if (type === 'BOOL') return typeof content === 'boolean' ? { BOOL: content } : undefined;
  if (type === 'NULL') return content === true ? { NULL: true } : undefined;
  if (type === 'N') return one(canonicalNumber(content), (N) => ({ N }));
  if (type === 'B') return one(canonicalBinary(content), (B) => ({ B }));
  if (!Array.isArray(content)) return undefined;
  if (type === 'SS') return each(content, text, (SS) => ({ SS }));
  if (type === 'NS') return each(content, canonicalNumber, (NS) => ({ NS }));
  if (type === 'BS') return each(content, canonicalBinary, (BS) => ({ BS }));
  return undefined;
}

const one = (read: string | undefined, make: (read: string) => AttributeValue): AttributeValue | undefined =>
  read === undefined ? undefined : make(read);

/** Elements in their one form and order. */
function each(
  elements: readonly unknown[],
  read: (element: unknown) => string | undefined,
  make: (elements: readonly string[]) => AttributeValue,
): AttributeValue | undefined {
  const all = elements.map(read);
  return all.every((element) => element !== undefined) ? make(all.sort()) : undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function canonicalNumber(value: unknown): string | undefined {
  const read = typeof value === 'string' ? readDecimal(value) : undefined;
  return read === undefined || read === 'beyond' ? undefined : canonicalDecimal(read);
}

/** Base64 with its padding, whichever way it was written. */
const canonicalBinary = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value)
    ? Buffer.from(value, 'base64').toString('base64')
    : undefined;

import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { canonicalDecimal, readDecimal } from '@pipeline/record-schema';

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
 * The content of an image in its one form: exact decimals without needless digits, sets sorted, members checked. Equal
 * contents are equal in canonical JSON. On the left the path and the reason of the first value that is none.
 */
export function contentOf(image: unknown): Either<string, Image> {
  if (!isPlainObject(image)) return left('the image is not a map of attributes');
  const kept = Object.entries(image).filter(([name]) => !NOT_CONTENT.has(name));
  return canonicalMembers(kept, '');
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function canonicalMembers(members: readonly (readonly [string, unknown])[], path: string): Either<string, Image> {
  const read: (readonly [string, AttributeValue])[] = [];
  for (const [name, member] of members) {
    const value = canonicalValue(member, path === '' ? name : `${path}.${name}`);
    if (isLeft(value)) return value;
    read.push([name, value.right]);
  }
  return right(Object.fromEntries(read));
}

function canonicalValue(value: unknown, path: string): Either<string, AttributeValue> {
  const [entry, ...others] = isPlainObject(value) ? Object.entries(value) : [];
  if (entry === undefined || others.length > 0) return left(`${path} is not one typed value`);
  const [type, content] = entry;
  if (type === 'M' && isPlainObject(content)) {
    const members = canonicalMembers(Object.entries(content), path);
    return isLeft(members) ? members : right({ M: members.right });
  }
  if (type === 'L' && Array.isArray(content)) {
    const elements: AttributeValue[] = [];
    for (const [index, element] of content.entries()) {
      const read = canonicalValue(element, `${path}[${index}]`);
      if (isLeft(read)) return read;
      elements.push(read.right);
    }
    return right({ L: elements });
  }
  const plain = canonicalPlain(type, content);
  return plain === undefined ? left(`${path} is not a value of type ${type}`) : right(plain);
}

function canonicalPlain(type: string, content: unknown): AttributeValue | undefined {
  if (type === 'S') return typeof content === 'string' ? { S: content } : undefined;
  if (type === 'BOOL') return typeof content === 'boolean' ? { BOOL: content } : undefined;
  if (type === 'NULL') return content === true ? { NULL: true } : undefined;
  if (type === 'N') return each([content], canonicalNumber, ([N = '']) => ({ N }));
  if (type === 'B') return each([content], canonicalBinary, ([B = '']) => ({ B }));
  if (!Array.isArray(content)) return undefined;
  if (type === 'SS') return each(content, text, (SS) => ({ SS }));
  if (type === 'NS') return each(content, canonicalNumber, (NS) => ({ NS }));
  if (type === 'BS') return each(content, canonicalBinary, (BS) => ({ BS }));
  return undefined;
}

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

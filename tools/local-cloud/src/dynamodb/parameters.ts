import { notEmulated, SerializationFault, ValidationFault } from './fault';

/**
 * What an operation's input may hold, as a shape that is checked member by member and gives the input its type.
 * A member that AWS has and the shape has not is answered 501 by name: no parameter is ever ignored.
 */

/** Where in an input a reader is, and the constraints found broken so far (AWS reports them together). */
export interface Place {
  /** For 501s: `ConditionExpression of PutItem`. */
  readonly operation: string;
  /** AWS's path to the member: `tableName`, `transactItems.1.member.put`. */
  readonly path: string;
  readonly broken: string[];
}

export type Reader<T> = (value: unknown, place: Place) => T;
type Required<T> = Reader<T> & { readonly required: true };
type Shape = Readonly<Record<string, Reader<unknown>>>;

export type Input<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends Required<infer T> ? T : S[K] extends Reader<infer T> ? T | undefined : never;
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

function constraint(place: Place, value: unknown, broken: string): void {
  const shown = value === null || value === undefined ? 'null' : `'${describe(value)}'`;
  place.broken.push(`Value ${shown} at '${place.path}' failed to satisfy constraint: ${broken}`);
}

const describe = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Marks a member without which the operation means nothing. */
export function required<T>(reader: Reader<T>): Required<T> {
  return Object.assign((value: unknown, place: Place) => reader(value, place), { required: true as const });
}

export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new SerializationFault(`${jsonType(value)} cannot be converted to String`);
  return value;
};

export const flag: Reader<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new SerializationFault(`${jsonType(value)} cannot be converted to Boolean`);
  return value;
};

function jsonType(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : 'NUMBER_VALUE';
}

/** A whole number of at least `least`. */
export const integer =
  (least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, place) => {
    if (typeof value !== 'number') throw new SerializationFault(`${jsonType(value)} cannot be converted to Integer`);
    if (value < least) constraint(place, value, `Member must have value greater than or equal to ${least}`);
    if (value > most) constraint(place, value, `Member must have value less than or equal to ${most}`);
    return Math.floor(value);
  };

/** One of a set of words. */
export const oneOf =
  <const W extends readonly string[]>(...words: W): Reader<W[number]> =>
  (value, place) => {
    const word = text(value, place);
    if (!words.includes(word)) constraint(place, word, `Member must satisfy enum value set: [${words.join(', ')}]`);
    return word;
  };

/** An object whose members are read elsewhere: an item, a key, attribute values by placeholder. */
export const object: Reader<Readonly<Record<string, unknown>>> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SerializationFault('Unexpected field type');
  }
  return value as Readonly<Record<string, unknown>>;
};

/** An object with members of one kind, by any name. */
export const mapOf =
  <T>(reader: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, place) =>
    Object.fromEntries(
      Object.entries(object(value, place)).map(([name, member]) => [
        name,
        reader(member, { ...place, path: `${place.path}.${name}.member` }),
      ]),
    );

/** A list of `least` to `most` members of one kind. */
export const listOf =
  <T>(reader: Reader<T>, least = 0, most = Number.MAX_SAFE_INTEGER): Reader<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) throw new SerializationFault('Unexpected field type');
    if (value.length < least) constraint(place, value, `Member must have length greater than or equal to ${least}`);
    if (value.length > most) constraint(place, value, `Member must have length less than or equal to ${most}`);
    return value.map((member, index) => reader(member, { ...place, path: `${place.path}.${index + 1}.member` }));
  };

/** An object with exactly these members. */
export const structure =
  <const S extends Shape>(shape: S): Reader<Input<S>> =>
  (value, place) => {
    const members = object(value, place);
    const read: Record<string, unknown> = {};
    for (const name in shape) {
      const reader = shape[name] as Reader<unknown>;
      const member = members[name];
      const path = place.path === '' ? lowerFirst(name) : `${place.path}.${lowerFirst(name)}`;
      if (isPresent(member)) read[name] = reader(member, { ...place, path });
      else if ('required' in reader) constraint({ ...place, path }, null, 'Member must not be null');
    }
    for (const name in members) {
      if (!Object.hasOwn(shape, name) && isPresent(members[name])) {
        throw notEmulated(`the parameter ${name} of ${place.operation}`);
      }
    }
    return read as Input<S>;
  };

/**
 * An operation's input by its shape.
 * @throws ValidationFault naming every constraint that is broken, SerializationFault, or NotEmulated for a parameter
 * that the shape does not have.
 */
export function readInput<S extends Shape>(operation: string, shape: S, body: unknown): Input<S> {
  const broken: string[] = [];
  const input = structure(shape)(body, { operation, path: '', broken });
  if (broken.length > 0) {
    const errors = broken.length === 1 ? '1 validation error' : `${broken.length} validation errors`;
    throw new ValidationFault(`${errors} detected: ${broken.join('; ')}`);
  }
  return input;
}

const TABLE_ARN = /^arn:aws:dynamodb:[a-z0-9-]+:[0-9]{12}:table\/([a-zA-Z0-9_.-]+)$/;
const NAME = /^[a-zA-Z0-9_.-]+$/;

/** A table's or an index's name; a table may also be given by its ARN. */
export const resourceName: Reader<string> = (value, place) => {
  const given = text(value, place);
  const name = TABLE_ARN.exec(given)?.[1] ?? given;
  if (name.length < 1) constraint(place, name, 'Member must have length greater than or equal to 1');
  else if (name.length > 255) constraint(place, name, 'Member must have length less than or equal to 255');
  else if (!NAME.test(name)) constraint(place, name, 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
  return name;
};

/** `ExpressionAttributeNames`. */
export const expressionNames = mapOf(text);
export const returnConsumedCapacity = oneOf('INDEXES', 'TOTAL', 'NONE');
/** Collections exist only beside local secondary indexes, which no table here has: nothing is ever returned. */
export const returnItemCollectionMetrics = oneOf('SIZE', 'NONE');
export const returnValuesOnConditionCheckFailure = oneOf('ALL_OLD', 'NONE');

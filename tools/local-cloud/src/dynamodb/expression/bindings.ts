import { ValidationFault } from '../fault';
import { readValue } from '../value/read-value';
import type { AttributeValue } from '../value/attribute-value';
import type { Parsed, Path } from './syntax';

/** The parameters that hold expressions, by their names. */
export type ExpressionParameter =
  'UpdateExpression' | 'ConditionExpression' | 'KeyConditionExpression' | 'FilterExpression' | 'ProjectionExpression';

/** A path without placeholders: attribute names and list indexes. */
export type DocumentPath = readonly (string | number)[];

const NAME = /^#[0-9a-zA-Z_]+$/;
const VALUE = /^:[0-9a-zA-Z_]+$/;

function checkKeys(parameter: string, entries: Readonly<Record<string, unknown>>, syntax: RegExp): void {
  const keys = Object.keys(entries);
  if (keys.length === 0) throw new ValidationFault(`${parameter} must not be empty`);
  const wrong = keys.find((key) => !syntax.test(key));
  if (wrong !== undefined) {
    throw new ValidationFault(`${parameter} contains invalid key: Syntax error; key: "${wrong}"`);
  }
}

function readValues(raw: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  const values: Record<string, AttributeValue> = {};
  for (const key in raw) {
    try {
      values[key] = readValue(raw[key]);
    } catch (error) {
      if (!(error instanceof ValidationFault)) throw error;
      throw new ValidationFault(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
    }
  }
  return values;
}

/** What the `#` and `:` placeholders of a request's expressions stand for, and which of them are used. */
export class Bindings {
  private readonly names: Readonly<Record<string, string>>;
  private readonly values: Readonly<Record<string, AttributeValue>>;
  private readonly unused: Set<string>;

  /** @throws ValidationFault for empty maps, malformed placeholders and values DynamoDB does not store. */
  constructor(names?: Readonly<Record<string, string>>, values?: Readonly<Record<string, unknown>>) {
    if (names !== undefined) checkKeys('ExpressionAttributeNames', names, NAME);
    if (values !== undefined) checkKeys('ExpressionAttributeValues', values, VALUE);
    this.names = names ?? {};
    this.values = values === undefined ? {} : readValues(values);
    this.unused = new Set([...Object.keys(this.names), ...Object.keys(this.values)]);
  }

  /**
   * The tree of a parsed expression whose placeholders are all defined; they count as used from now on.
   * @throws ValidationFault for a syntax error or an undefined placeholder.
   */
  open<T>(parameter: ExpressionParameter, parsed: Parsed<T>): T {
    if ('fault' in parsed) throw this.fault(parameter, parsed.fault);
    for (const name of parsed.names) {
      if (!Object.hasOwn(this.names, name)) {
        const what = 'An expression attribute name used in the document path is not defined; attribute name';
        throw this.fault(parameter, `${what}: ${name}`);
      }
      this.unused.delete(name);
    }
    for (const value of parsed.values) {
      if (!Object.hasOwn(this.values, value)) {
        const what = 'An expression attribute value used in expression is not defined; attribute value';
        throw this.fault(parameter, `${what}: ${value}`);
      }
      this.unused.delete(value);
    }
    return parsed.tree;
  }

  fault(parameter: ExpressionParameter, message: string): ValidationFault {
    return new ValidationFault(`Invalid ${parameter}: ${message}`);
  }

  /** @throws ValidationFault if a placeholder is defined and no expression used it. */
  requireAllUsed(): void {
    if (this.unused.size === 0) return;
    for (const [sigil, parameter] of [
      ['#', 'ExpressionAttributeNames'],
      [':', 'ExpressionAttributeValues'],
    ] as const) {
      const keys = [...this.unused].filter((key) => key.startsWith(sigil));
      if (keys.length > 0) {
        throw new ValidationFault(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(', ')}}`);
      }
    }
  }

  value(placeholder: string): AttributeValue {
    const value = this.values[placeholder];
    if (value === undefined) throw new TypeError(`${placeholder} was not opened.`);
    return value;
  }

  path({ steps }: Path): DocumentPath {
    return steps.map((step) => (typeof step === 'object' ? (this.names[step.placeholder] as string) : step));
  }
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether a mapping hands an event's record to its function. */
export type RecordFilter = (record: object) => boolean;

/** A pattern that this machine can't apply: its forms must not be guessed, or records would silently be dropped. */
export class UnknownPattern extends Error {}

type Test = (value: Json | undefined) => boolean;

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: Json): value is string | number | boolean | null =>
  typeof value !== 'object' || value === null;

/**
 * A function of a mapping's patterns, each JSON text; a record passes that matches one of them, or any where there is none.
 * Source: Lambda Developer Guide, "Filter rule syntax": names match exactly, a list names alternatives, values are
 * compared with their type; a field that isn't there matches nothing but `{"exists": false}`.
 * @throws UnknownPattern naming the form
 */
export function readFilters(patterns: readonly string[]): RecordFilter {
  const tests = patterns.map((pattern) => {
    let parsed: Json;
    try {
      parsed = JSON.parse(pattern) as Json;
    } catch {
      throw new UnknownPattern(`${pattern} is not JSON`);
    }
    if (!isObject(parsed)) throw new UnknownPattern(`${pattern} is not an object`);
    return readFields(parsed, '');
  });
  return (record) => tests.length === 0 || tests.some((test) => test(record as { readonly [key: string]: Json }));
}

function readFields(pattern: { readonly [key: string]: Json }, at: string): Test {
  const fields = Object.entries(pattern).map(([name, value]): readonly [string, Test] => {
    const path = at === '' ? name : `${at}.${name}`;
    if (name.startsWith('$')) throw new UnknownPattern(`${path} is a form that is not emulated`);
    if (Array.isArray(value)) return [name, readAlternatives(value as readonly Json[], path)];
    if (isObject(value)) return [name, readFields(value, path)];
    throw new UnknownPattern(`${path} is ${JSON.stringify(value)}, neither a list of values nor an object`);
  });
  return (value) => fields.every(([name, test]) => test(isObject(value) ? value[name] : undefined));
}

function readAlternatives(alternatives: readonly Json[], path: string): Test {
  if (alternatives.length === 0) throw new UnknownPattern(`${path} is an empty list`);
  const tests = alternatives.map((alternative) => readAlternative(alternative, path));
  // Of a list in the record one member is enough.
  return (value) => tests.some((test) => (Array.isArray(value) ? (value as readonly Json[]).some(test) : test(value)));
}

function readAlternative(alternative: Json, path: string): Test {
  if (isScalar(alternative)) return (value) => value === alternative;
  const [[form, argument] = ['', null], ...others] = isObject(alternative) ? Object.entries(alternative) : [];
  const unknown = new UnknownPattern(`${path} has ${JSON.stringify(alternative)}, a form that is not emulated`);
  if (others.length > 0) throw unknown;
  if (form === 'exists' && typeof argument === 'boolean') return (value) => (value !== undefined) === argument;
  if (form === 'prefix' && typeof argument === 'string') return textTest((text) => text.startsWith(argument));
  if (form === 'suffix' && typeof argument === 'string') return textTest((text) => text.endsWith(argument));
  if (form === 'anything-but') {
    const but = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
    if (but.length > 0 && but.every(isScalar))
      return (value) => value !== undefined && !(but as readonly Json[]).includes(value);
    const prefix = isObject(argument) && Object.keys(argument).length === 1 ? argument['prefix'] : undefined;
    if (typeof prefix === 'string') return textTest((text) => !text.startsWith(prefix));
  }
  throw unknown;
}

const textTest =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

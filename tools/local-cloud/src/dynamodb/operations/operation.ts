import type { ConditionValues } from '../../http/service';
import type { Database } from '../database';
import { ValidationFault } from '../fault';
import { keyElements, type KeySchema, type TableDefinition } from '../table-definition';
import type { DocumentPath } from '../expression/bindings';
import { attributeOf, type Item } from '../value/attribute-value';

/** One call of an operation: its input as JSON, and whether its caller may. */
export interface Call {
  readonly body: unknown;
  /** @throws AccessDenied */
  authorize(action: string, resourceArn: string, conditions?: ConditionValues): void;
}

/** An operation: from a call to the JSON of its answer. @throws ServiceFault */
export type Operation = (database: Database, call: Call) => Promise<object>;

/** `dynamodb:LeadingKeys`: the partition keys a call is for, as far as the items given have them. */
export function leadingKeys(schema: KeySchema | undefined, items: readonly Item[]): ConditionValues {
  if (schema === undefined) return {};
  const keys = items.flatMap((item) => {
    const value = attributeOf(item, schema.partition.name);
    const text = value?.S ?? value?.N ?? value?.B;
    return text === undefined ? [] : [text];
  });
  return { 'dynamodb:leadingkeys': [...new Set(keys)] };
}

/** Authorises an action on the items of a table, which need not exist. */
export function authorizeItems(
  database: Database,
  call: Call,
  action: string,
  table: string,
  items: readonly Item[],
): void {
  const keys = database.tables.get(table)?.definition.keys;
  call.authorize(`dynamodb:${action}`, database.arnOf(table), leadingKeys(keys, items));
}

/** @throws ValidationFault if a path leads into an attribute that is a key, which is always a scalar. */
export function checkScalarKeys({ keys, indexes }: TableDefinition, paths: readonly DocumentPath[]): void {
  const heads = new Set(paths.filter(({ length }) => length > 1).map(([head]) => head));
  if (heads.size === 0) return;
  const refuse = (kind: string, name: string): void => {
    if (!heads.has(name)) return;
    throw new ValidationFault(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`,
    );
  };
  for (const { name } of keyElements(keys)) refuse('Key', name);
  for (const index of indexes) for (const { name } of keyElements(index.keys)) refuse('IndexKey', name);
}

/** An object of the members that are there: an answer has no nulls. */
export function present<T extends Readonly<Record<string, unknown>>>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

import { consumedCapacity, readUnits } from '../capacity';
import { project } from '../expression/document-path';
import { checkKey, encodeKey } from '../key';
import {
  expressionNames,
  flag,
  object,
  readInput,
  required,
  resourceName,
  returnConsumedCapacity,
  text,
} from '../parameters';
import type { TableDefinition } from '../table-definition';
import type { Item } from '../value/attribute-value';
import { readItem } from '../value/read-value';
import { itemSize } from '../value/size';
import { openBindings } from './condition-parameter';
import { authorizeItems, checkScalarKeys, present, type Operation } from './operation';
import { openProjection } from './projection-parameter';

/** Of a Get in a transaction; GetItem has more. */
export const getShape = {
  TableName: required(resourceName),
  Key: required(object),
  ProjectionExpression: text,
  ExpressionAttributeNames: expressionNames,
} as const;

const shape = { ...getShape, ConsistentRead: flag, ReturnConsumedCapacity: returnConsumedCapacity } as const;

interface ProjectionParameters {
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
}

/** How items are read: the attributes that are wanted of each. */
export interface ItemProjection {
  /** @throws ValidationFault if a path leads into a key. */
  check(definition: TableDefinition): void;
  apply(item: Item): Item;
}

/** @throws ValidationFault for a projection that can't be evaluated. */
export function itemProjection(parameters: ProjectionParameters): ItemProjection {
  const { ProjectionExpression } = parameters;
  const bindings = openBindings(parameters, { ProjectionExpression });
  const paths = openProjection(ProjectionExpression, bindings);
  bindings.requireAllUsed();
  return {
    check: (definition) => checkScalarKeys(definition, paths ?? []),
    apply: (item) => (paths === undefined ? item : project(item, paths)),
  };
}

/** GetItem: an item by its key. Every read here is a consistent one; only its price knows the difference. */
export const getItem: Operation = async (database, call) => {
  const input = readInput('GetItem', shape, call.body);
  const { TableName, ConsistentRead = false, ReturnConsumedCapacity } = input;
  const projection = itemProjection(input);
  const itemKey = readItem(input.Key);
  authorizeItems(database, call, 'GetItem', TableName, [itemKey]);
  const table = database.table(TableName);
  checkKey(table.definition.keys, itemKey);
  projection.check(table.definition);
  const refusal = database.throttles.refusal(TableName, { operation: 'GetItem', kind: 'read', key: itemKey });
  if (refusal !== undefined) throw refusal;
  const key = encodeKey(table.definition.keys, itemKey);
  const stored = database.read(table, key);
  await database.settled(table, key);
  const units = { table: readUnits(stored ? itemSize(stored.item) : 0, ConsistentRead), indexes: {} };
  return present({
    Item: stored && projection.apply(stored.item),
    ConsumedCapacity: consumedCapacity(ReturnConsumedCapacity, TableName, units),
  });
};

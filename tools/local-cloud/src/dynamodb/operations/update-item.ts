import { applyUpdate } from '../expression/apply-update';
import type { Bindings, DocumentPath } from '../expression/bindings';
import { assignedType, checkUpdate } from '../expression/check-update';
import { parseUpdate } from '../expression/parse-update';
import type { UpdateAction } from '../expression/syntax';
import { ValidationFault } from '../fault';
import { checkIndexKeys, checkKey, encodeKey } from '../key';
import {
  expressionNames,
  object,
  oneOf,
  readInput,
  required,
  resourceName,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValuesOnConditionCheckFailure,
  text,
} from '../parameters';
import { keyElements, keyNames, type TableDefinition } from '../table-definition';
import type { Item } from '../value/attribute-value';
import { MAX_NESTING, readItem, TOO_DEEP } from '../value/read-value';
import { itemSize, nestingDepth } from '../value/size';
import { openBindings, openCondition, type ConditionParameters } from './condition-parameter';
import { checkScalarKeys, type Operation } from './operation';
import { MAX_ITEM_BYTES } from './put-item';
import { performWrite, type WriteAction } from './write-action';

/** Of an Update in a transaction; UpdateItem has more. */
export const updateShape = {
  TableName: required(resourceName),
  Key: required(object),
  UpdateExpression: text,
  ConditionExpression: text,
  ExpressionAttributeNames: expressionNames,
  ExpressionAttributeValues: object,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
} as const;

const shape = {
  ...updateShape,
  ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
} as const;

interface UpdateParameters extends ConditionParameters {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, unknown>>;
  readonly UpdateExpression?: string | undefined;
}

/** @throws ValidationFault if a key attribute is updated, or an index's key attribute to a type it can't have. */
function checkTargets(
  definition: TableDefinition,
  actions: readonly UpdateAction[],
  paths: readonly DocumentPath[],
  bindings: Bindings,
): void {
  for (const name of keyNames(definition.keys)) {
    if (paths.some(([head]) => head === name)) {
      throw new ValidationFault(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
  for (const index of definition.indexes) {
    for (const element of keyElements(index.keys)) {
      const at = paths.findIndex((path) => path.length === 1 && path[0] === element.name);
      const action = actions[at];
      const type = action && 'value' in action ? assignedType(action.value, bindings) : undefined;
      if (type !== undefined && type !== element.type) {
        throw new ValidationFault(
          `One or more parameter values were invalid: Type mismatch for Index Key ${element.name} Expected: ${element.type} Actual: ${type} IndexName: ${index.name}`,
        );
      }
    }
  }
  checkScalarKeys(definition, paths);
}

function checkUpdated(definition: TableDefinition, item: Item): void {
  checkIndexKeys(definition, item);
  if (itemSize(item) > MAX_ITEM_BYTES) {
    throw new ValidationFault('Item size to update has exceeded the maximum allowed size');
  }
  if (Object.values(item).some((value) => nestingDepth(value) > MAX_NESTING)) throw new ValidationFault(TOO_DEEP);
}

/** @throws ValidationFault for what is wrong with the key or the expressions whatever the table. */
export function updateAction(update: UpdateParameters): WriteAction {
  const { ConditionExpression, UpdateExpression } = update;
  const bindings = openBindings(update, { UpdateExpression, ConditionExpression });
  const key = readItem(update.Key);
  const actions =
    UpdateExpression === undefined ? [] : bindings.open('UpdateExpression', parseUpdate(UpdateExpression));
  const paths = checkUpdate(actions, bindings);
  const condition = openCondition(update, bindings);
  bindings.requireAllUsed();
  return {
    operation: 'UpdateItem',
    tableName: update.TableName,
    keyed: key,
    paths,
    locate(definition) {
      checkKey(definition.keys, key);
      checkTargets(definition, actions, paths, bindings);
      condition.check(definition);
      return encodeKey(definition.keys, key);
    },
    decide(definition, before) {
      condition.require(before?.item);
      const draft = before?.copy() ?? { ...key };
      applyUpdate(actions, before?.item ?? key, draft, bindings);
      checkUpdated(definition, draft);
      return draft;
    },
  };
}

/** UpdateItem: changes attributes of an item, which it creates if it is not there. */
export const updateItem: Operation = (database, call) => {
  const input = readInput('UpdateItem', shape, call.body);
  return performWrite(database, call, updateAction(input), input);
};

import { ValidationFault } from '../fault';
import { checkIndexKeys, checkItemKey, encodeKey } from '../key';
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
import { readItem } from '../value/read-value';
import { itemSize } from '../value/size';
import { openBindings, openCondition, type ConditionParameters } from './condition-parameter';
import type { Operation } from './operation';
import { checkReturnable, performWrite, type ReturnValues, type WriteAction } from './write-action';

/** Bytes of an item, names included. (Developer Guide, "Quotas".) */
export const MAX_ITEM_BYTES = 400 * 1024;

/** Of a Put in a transaction; PutItem has more. */
export const putShape = {
  TableName: required(resourceName),
  Item: required(object),
  ConditionExpression: text,
  ExpressionAttributeNames: expressionNames,
  ExpressionAttributeValues: object,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
} as const;

const shape = {
  ...putShape,
  ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
} as const;

interface PutParameters extends ConditionParameters {
  readonly TableName: string;
  readonly Item: Readonly<Record<string, unknown>>;
  readonly ReturnValues?: ReturnValues | undefined;
}

/** @throws ValidationFault for what is wrong with the item or the condition whatever the table. */
export function putAction(put: PutParameters): WriteAction {
  const { ConditionExpression } = put;
  const bindings = openBindings(put, { ConditionExpression });
  const item = readItem(put.Item);
  checkReturnable(put.ReturnValues);
  if (itemSize(item) > MAX_ITEM_BYTES) throw new ValidationFault('Item size has exceeded the maximum allowed size');
  const condition = openCondition(put, bindings);
  bindings.requireAllUsed();
  return {
    operation: 'PutItem',
    tableName: put.TableName,
    keyed: item,
    paths: [],
    locate(definition) {
      checkItemKey(definition.keys, item);
      checkIndexKeys(definition, item);
      condition.check(definition);
      return encodeKey(definition.keys, item);
    },
    decide(_definition, before) {
      condition.require(before?.item);
      return item;
    },
  };
}

/** PutItem: creates an item, or replaces it whole. */
export const putItem: Operation = (database, call) => {
  const input = readInput('PutItem', shape, call.body);
  return performWrite(database, call, putAction(input), input);
};

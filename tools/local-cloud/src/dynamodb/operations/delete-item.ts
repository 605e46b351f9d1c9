import { checkKey, encodeKey } from '../key';
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
import { openBindings, openCondition, type ConditionParameters } from './condition-parameter';
import type { Operation } from './operation';
import { checkReturnable, performWrite, type ReturnValues, type WriteAction } from './write-action';

/** Of a Delete or a ConditionCheck in a transaction; DeleteItem has more. */
export const deleteShape = {
  TableName: required(resourceName),
  Key: required(object),
  ConditionExpression: text,
  ExpressionAttributeNames: expressionNames,
  ExpressionAttributeValues: object,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
} as const;

const shape = {
  ...deleteShape,
  ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
} as const;

interface KeyedParameters extends ConditionParameters {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, unknown>>;
  readonly ReturnValues?: ReturnValues | undefined;
}

function keyedAction(
  operation: 'DeleteItem' | 'ConditionCheckItem',
  parameters: KeyedParameters,
  decide: WriteAction['decide'],
): WriteAction {
  const { ConditionExpression } = parameters;
  const bindings = openBindings(parameters, { ConditionExpression });
  const key = readItem(parameters.Key);
  checkReturnable(parameters.ReturnValues);
  const condition = openCondition(parameters, bindings);
  bindings.requireAllUsed();
  return {
    operation,
    tableName: parameters.TableName,
    keyed: key,
    paths: [],
    locate(definition) {
      checkKey(definition.keys, key);
      condition.check(definition);
      return encodeKey(definition.keys, key);
    },
    decide(definition, before) {
      condition.require(before?.item);
      return decide(definition, before);
    },
  };
}

/** @throws ValidationFault for what is wrong with the key or the condition whatever the table. */
export const deleteAction = (parameters: KeyedParameters): WriteAction =>
  keyedAction('DeleteItem', parameters, () => undefined);

/** Of a transaction: only the condition, the item stays what it is. @throws ValidationFault */
export const conditionCheckAction = (parameters: KeyedParameters): WriteAction =>
  keyedAction('ConditionCheckItem', parameters, (_definition, before) => before?.item);

/** DeleteItem: deletes an item; one that is not there is no error. */
export const deleteItem: Operation = (database, call) => {
  const input = readInput('DeleteItem', shape, call.body);
  return performWrite(database, call, deleteAction(input), input);
};

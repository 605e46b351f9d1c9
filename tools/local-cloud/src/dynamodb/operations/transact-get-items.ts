import { addUnits, consumedCapacity, noUnits, readUnits, type Units } from '../capacity';
import { TransactionCanceled, ValidationFault, type CancellationReason } from '../fault';
import { checkKey, encodeKey } from '../key';
import { listOf, readInput, required, returnConsumedCapacity, structure } from '../parameters';
import { readItem } from '../value/read-value';
import { itemSize } from '../value/size';
import { getShape, itemProjection } from './get-item';
import { authorizeItems, present, type Operation } from './operation';

export const MAX_ACTIONS = 100;

/** A transactional access costs twice. (Developer Guide, "Amazon DynamoDB Transactions".) */
export const TRANSACTION_FACTOR = 2;

const shape = {
  TransactItems: required(listOf(structure({ Get: required(structure(getShape)) }), 1, MAX_ACTIONS)),
  ReturnConsumedCapacity: returnConsumedCapacity,
} as const;

/** TransactGetItems: up to 100 items as they are at one instant. */
export const transactGetItems: Operation = async (database, call) => {
  const input = readInput('TransactGetItems', shape, call.body);
  const gets = input.TransactItems.map(({ Get }) => ({
    tableName: Get.TableName,
    projection: itemProjection(Get),
    key: readItem(Get.Key),
  }));
  for (const { tableName, key } of gets) authorizeItems(database, call, 'GetItem', tableName, [key]);
  const reasons: CancellationReason[] = gets.map(({ tableName, key, projection }) => {
    const { definition } = database.table(tableName);
    try {
      checkKey(definition.keys, key);
      projection.check(definition);
    } catch (error) {
      if (error instanceof ValidationFault) return { Code: 'ValidationError', Message: error.message };
      throw error;
    }
    const access = { operation: 'TransactGetItems', kind: 'read', key } as const;
    const refusal = database.throttles.refusal(tableName, access);
    return refusal === undefined ? { Code: 'None' } : { Code: 'ThrottlingError', Message: refusal.message };
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw new TransactionCanceled(reasons);

  const units = new Map<string, Units>();
  const responses = gets.map(({ tableName, key, projection }) => {
    const table = database.table(tableName);
    const stored = database.read(table, encodeKey(table.definition.keys, key));
    const amount = readUnits(stored ? itemSize(stored.item) : 0, true) * TRANSACTION_FACTOR;
    units.set(tableName, addUnits(units.get(tableName) ?? noUnits, { table: amount, indexes: {} }));
    return present({ Item: stored && projection.apply(stored.item) });
  });
  await database.allSettled();
  const consumed = [...units].flatMap(
    ([name, each]) => consumedCapacity(input.ReturnConsumedCapacity, name, each, 'ReadCapacityUnits') ?? [],
  );
  return present({ Responses: responses, ConsumedCapacity: consumed.length > 0 ? consumed : undefined });
};

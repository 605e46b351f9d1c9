import { addUnits, consumedCapacity, noUnits, readUnits, type Units } from '../capacity';
import { ValidationFault } from '../fault';
import { checkKey, encodeKey } from '../key';
import {
  expressionNames,
  flag,
  listOf,
  mapOf,
  object,
  readInput,
  required,
  returnConsumedCapacity,
  structure,
  text,
} from '../parameters';
import type { Item } from '../value/attribute-value';
import { readItem } from '../value/read-value';
import { itemSize } from '../value/size';
import { itemProjection } from './get-item';
import { authorizeItems, present, type Operation } from './operation';

const MAX_KEYS = 100;
/** Of the items in one answer; the other keys come back unprocessed. (API Reference, BatchGetItem.) */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

const tableShape = {
  Keys: required(listOf(object, 1, MAX_KEYS)),
  ConsistentRead: flag,
  ProjectionExpression: text,
  ExpressionAttributeNames: expressionNames,
} as const;

const shape = {
  RequestItems: required(mapOf(structure(tableShape))),
  ReturnConsumedCapacity: returnConsumedCapacity,
} as const;

/** BatchGetItem: up to 100 items by their keys; what is throttled or too much comes back as unprocessed. */
export const batchGetItem: Operation = async (database, call) => {
  const input = readInput('BatchGetItem', shape, call.body);
  const requests = Object.entries(input.RequestItems);
  if (requests.length === 0) throw new ValidationFault('The requestItems parameter is required for BatchGetItem');
  if (requests.reduce((sum, [, { Keys }]) => sum + Keys.length, 0) > MAX_KEYS) {
    throw new ValidationFault('Too many items requested for the BatchGetItem call');
  }
  const reads = requests.map(([tableName, request]) => ({
    tableName,
    request,
    projection: itemProjection(request),
    keys: request.Keys.map((raw) => readItem(raw)),
  }));
  for (const { tableName, keys } of reads) authorizeItems(database, call, 'BatchGetItem', tableName, keys);
  const located = reads.map((read) => {
    const table = database.table(read.tableName);
    const { definition } = table;
    for (const key of read.keys) checkKey(definition.keys, key);
    read.projection.check(definition);
    const places = read.keys.map((key) => encodeKey(definition.keys, key));
    if (new Set(places).size < places.length) {
      throw new ValidationFault('Provided list of item keys contains duplicates');
    }
    return { ...read, table, places };
  });

  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, object> = {};
  const consumed: object[] = [];
  let bytes = 0;
  for (const { table, tableName, request, projection, keys, places } of located) {
    const items: Item[] = [];
    const left: Item[] = [];
    let units: Units = noUnits;
    for (const [index, key] of keys.entries()) {
      const access = { operation: 'BatchGetItem', kind: 'read', key } as const;
      const stored = database.read(table, places[index] as string);
      const size = stored === undefined ? 0 : itemSize(stored.item);
      if (bytes + size > MAX_ANSWER_BYTES || database.throttles.refusal(tableName, access) !== undefined) {
        left.push(key);
        continue;
      }
      bytes += size;
      units = addUnits(units, { table: readUnits(size, request.ConsistentRead ?? false), indexes: {} });
      if (stored !== undefined) items.push(projection.apply(stored.item));
    }
    responses[tableName] = items;
    if (left.length > 0) unprocessed[tableName] = { ...request, Keys: left };
    const capacity = consumedCapacity(input.ReturnConsumedCapacity, tableName, units);
    if (capacity !== undefined) consumed.push(capacity);
  }
  await database.allSettled();
  return present({
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ConsumedCapacity: consumed.length > 0 ? consumed : undefined,
  });
};

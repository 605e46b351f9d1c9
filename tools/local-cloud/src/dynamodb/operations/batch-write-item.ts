import { addUnits, consumedCapacity, noUnits, writeCapacity, type Units } from '../capacity';
import type { ItemWrite } from '../commit';
import { ValidationFault } from '../fault';
import {
  listOf,
  mapOf,
  object,
  readInput,
  required,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  structure,
} from '../parameters';
import { deleteAction } from './delete-item';
import { authorizeItems, present, type Operation } from './operation';
import { putAction } from './put-item';
import type { WriteAction } from './write-action';

const MAX_REQUESTS = 25;

const requestShape = {
  PutRequest: structure({ Item: required(object) }),
  DeleteRequest: structure({ Key: required(object) }),
} as const;

const shape = {
  RequestItems: required(mapOf(listOf(structure(requestShape), 1, MAX_REQUESTS))),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
} as const;

type WriteRequest = { readonly PutRequest?: { readonly Item: object } | undefined } & {
  readonly DeleteRequest?: { readonly Key: object } | undefined;
};

function actionOf(TableName: string, { PutRequest, DeleteRequest }: WriteRequest): WriteAction {
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw new ValidationFault(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest !== undefined) return putAction({ TableName, Item: { ...PutRequest.Item } });
  return deleteAction({ TableName, Key: { ...DeleteRequest?.Key } });
}

/** In a batch AWS says of a put's key what it says of a delete's. */
function locate(action: WriteAction, definition: Parameters<WriteAction['locate']>[0]): string {
  try {
    return action.locate(definition);
  } catch (error) {
    if (!(error instanceof ValidationFault) || !/Missing the key|Type mismatch for key/.test(error.message))
      throw error;
    throw new ValidationFault('The provided key element does not match the schema');
  }
}

/** BatchWriteItem: up to 25 puts and deletes, each for itself; those that are throttled come back as unprocessed. */
export const batchWriteItem: Operation = async (database, call) => {
  const input = readInput('BatchWriteItem', shape, call.body);
  const tables = Object.entries(input.RequestItems);
  if (tables.length === 0) throw new ValidationFault('The requestItems parameter is required for BatchWriteItem');
  const requests = tables.flatMap(([name, list]) =>
    list.map((request) => ({ request, action: actionOf(name, request) })),
  );
  if (requests.length > MAX_REQUESTS) {
    throw new ValidationFault('Too many items requested for the BatchWriteItem call');
  }
  for (const [name] of tables) {
    const ofTable = requests.filter(({ action }) => action.tableName === name);
    authorizeItems(
      database,
      call,
      'BatchWriteItem',
      name,
      ofTable.map(({ action }) => action.keyed),
    );
  }
  const located = requests.map(({ request, action }) => {
    const table = database.table(action.tableName);
    return { request, action, table, key: locate(action, table.definition) };
  });
  if (new Set(located.map(({ table, key }) => table.places.items + key)).size < located.length) {
    throw new ValidationFault('Provided list of item keys contains duplicates');
  }

  const unprocessed: Record<string, object[]> = {};
  const writes: ItemWrite[] = [];
  for (const { request, action, table, key } of located) {
    const access = { operation: 'BatchWriteItem', kind: 'write', key: action.keyed } as const;
    if (database.throttles.refusal(action.tableName, access) !== undefined) {
      (unprocessed[action.tableName] ??= []).push(request);
      continue;
    }
    const before = database.read(table, key);
    writes.push({ table, key, before, after: action.decide(table.definition, before) });
  }
  await database.commit(writes);
  const consumed = tables.flatMap(([name]) => {
    const units = writes
      .filter(({ table }) => table.definition.name === name)
      .map(({ table, before, after }) => writeCapacity(table, before?.item, after))
      .reduce<Units>(addUnits, noUnits);
    return consumedCapacity(input.ReturnConsumedCapacity, name, units) ?? [];
  });
  return present({ UnprocessedItems: unprocessed, ConsumedCapacity: consumed.length > 0 ? consumed : undefined });
};

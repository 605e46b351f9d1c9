import { createHash } from 'node:crypto';
import type { StoreWrite } from '../../store/store';
import { ServiceFault } from '../../http/service';
import { addUnits, consumedCapacity, noUnits, writeCapacity, type Units } from '../capacity';
import type { ItemWrite } from '../commit';
import type { Database } from '../database';
import { ConditionFault, TransactionCanceled, ValidationFault, type CancellationReason } from '../fault';
import {
  listOf,
  readInput,
  required,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  structure,
  text,
} from '../parameters';
import { TRANSACTION_TOKENS, type Table } from '../table';
import { itemSize } from '../value/size';
import { conditionCheckAction, deleteAction, deleteShape } from './delete-item';
import { authorizeItems, present, type Operation } from './operation';
import { putAction, putShape } from './put-item';
import { MAX_ACTIONS, TRANSACTION_FACTOR } from './transact-get-items';
import { updateAction, updateShape } from './update-item';
import type { WriteAction } from './write-action';

/** Of all items of one transaction. (API Reference, TransactWriteItems.) */
const MAX_BYTES = 4 * 1024 * 1024;
/** For so long a repeated token means the same transaction. (API Reference, ClientRequestToken.) */
export const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

const actionShape = {
  Put: structure(putShape),
  Update: structure({ ...updateShape, UpdateExpression: required(text) }),
  Delete: structure(deleteShape),
  ConditionCheck: structure({ ...deleteShape, ConditionExpression: required(text) }),
} as const;

const readAction = structure(actionShape);

const shape = {
  TransactItems: required(listOf(readAction, 1, MAX_ACTIONS)),
  ClientRequestToken: text,
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
} as const;

function actionOf(item: ReturnType<typeof readAction>): WriteAction {
  const { Put, Update, Delete, ConditionCheck } = item;
  if ([Put, Update, Delete, ConditionCheck].filter((each) => each !== undefined).length !== 1) {
    throw new ValidationFault('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (Put !== undefined) return putAction(Put);
  if (Update !== undefined) return updateAction(Update);
  if (Delete !== undefined) return deleteAction(Delete);
  return conditionCheckAction(ConditionCheck as NonNullable<typeof ConditionCheck>);
}

interface Outcome {
  readonly reason: CancellationReason;
  readonly write?: ItemWrite;
}

/** What one action would do, or why it can't. */
function outcomeOf(database: Database, action: WriteAction, table: Table): Outcome {
  try {
    const key = action.locate(table.definition);
    const { operation, tableName, keyed } = action;
    const refusal = database.throttles.refusal(tableName, { operation, kind: 'write', key: keyed });
    if (refusal !== undefined) return { reason: { Code: 'ThrottlingError', Message: refusal.message } };
    const before = database.read(table, key);
    const after = action.decide(table.definition, before);
    return { reason: { Code: 'None' }, write: { table, key, before, after } };
  } catch (error) {
    if (error instanceof ConditionFault) {
      const { message: Message, item: Item } = error;
      return { reason: { Code: 'ConditionalCheckFailed', Message, ...(Item && { Item }) } };
    }
    if (error instanceof ValidationFault) return { reason: { Code: 'ValidationError', Message: error.message } };
    throw error;
  }
}

/** @throws ValidationFault if two actions are for the same item; keys that do not fit their table are no such case */
function checkDistinct(actions: readonly { readonly action: WriteAction; readonly table: Table }[]): void {
  const places = new Set<string>();
  for (const { action, table } of actions) {
    let place: string;
    try {
      place = table.places.items + action.locate(table.definition);
    } catch (error) {
      if (error instanceof ValidationFault) continue;
      throw error;
    }
    if (places.has(place)) {
      throw new ValidationFault('Transaction request cannot include multiple operations on one item');
    }
    places.add(place);
  }
}

/** Whether a token was used for this very request; the write that remembers it if it was not. */
function useToken(database: Database, token: string, body: unknown): 'repeated' | StoreWrite {
  const key = TRANSACTION_TOKENS + token;
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  const now = database.now();
  const [usedAt, usedFor] = Buffer.from(database.store.get(key) ?? '')
    .toString()
    .split(' ');
  if (usedFor !== undefined && Number(usedAt) > now - TOKEN_LIFETIME_MS) {
    if (usedFor === digest) return 'repeated';
    throw new ServiceFault(
      'IdempotentParameterMismatchException',
      400,
      'The client request token was used before with other parameters.',
    );
  }
  return { type: 'put', key, value: Buffer.from(`${now} ${digest}`) };
}

/** TransactWriteItems: up to 100 writes and condition checks of distinct items, all or none. */
export const transactWriteItems: Operation = async (database, call) => {
  const input = readInput('TransactWriteItems', shape, call.body);
  const actions = input.TransactItems.map(actionOf);
  for (const { operation, tableName, keyed } of actions) {
    authorizeItems(database, call, operation, tableName, [keyed]);
  }
  const targets = actions.map((action) => ({ action, table: database.table(action.tableName) }));
  checkDistinct(targets);
  const token = input.ClientRequestToken;
  const remembered = token === undefined ? undefined : useToken(database, token, call.body);
  if (remembered === 'repeated') {
    await database.allSettled();
    return {};
  }

  const outcomes = targets.map(({ action, table }) => outcomeOf(database, action, table));
  if (outcomes.some(({ reason }) => reason.Code !== 'None')) {
    await database.allSettled();
    throw new TransactionCanceled(outcomes.map(({ reason }) => reason));
  }
  const writes = outcomes.flatMap(({ write }) => write ?? []);
  const bytes = writes.reduce((sum, { after }) => sum + (after ? itemSize(after) : 0), 0);
  if (bytes > MAX_BYTES)
    throw new ValidationFault('The items of the transaction exceed the maximum allowed size of 4 MB');
  await database.commit(writes, remembered === undefined ? [] : [remembered]);
  const units = new Map<string, Units>();
  for (const { table, before, after } of writes) {
    const { name } = table.definition;
    const each = writeCapacity(table, before?.item, after, TRANSACTION_FACTOR);
    units.set(name, addUnits(units.get(name) ?? noUnits, each));
  }
  const consumed = [...units].flatMap(
    ([name, each]) => consumedCapacity(input.ReturnConsumedCapacity, name, each, 'WriteCapacityUnits') ?? [],
  );
  return present({ ConsumedCapacity: consumed.length > 0 ? consumed : undefined });
};

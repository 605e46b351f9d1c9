import { consumedCapacity, writeCapacity, type CapacityDetail } from '../capacity';
import type { Database } from '../database';
import type { DocumentPath } from '../expression/bindings';
import { project } from '../expression/document-path';
import { ConditionFault, ValidationFault } from '../fault';
import type { StoredItem } from '../stored-item';
import type { Table } from '../table';
import type { TableDefinition } from '../table-definition';
import type { Item } from '../value/attribute-value';
import { authorizeItems, present, type Call } from './operation';

export type ReturnValues = 'ALL_NEW' | 'UPDATED_OLD' | 'ALL_OLD' | 'NONE' | 'UPDATED_NEW';

/** What a write of one item wants, read and checked as far as that is possible without the item. */
export interface WriteAction {
  /** The action that a caller needs a permission for, and what throttling rules know it by. */
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
  readonly tableName: string;
  /** The item's key, or the item that has it. */
  readonly keyed: Item;
  /** The paths an update changes. */
  readonly paths: readonly DocumentPath[];
  /** Checks the key and the paths by the table's schema. @returns the encoded key @throws ValidationFault */
  locate(definition: TableDefinition): string;
  /**
   * The item as it shall be; undefined if there shall be none.
   * @throws ConditionFault, or ValidationFault where the item is not such that the action can be done.
   */
  decide(definition: TableDefinition, before: StoredItem | undefined): Item | undefined;
}

/** @throws ValidationFault for what a put or a delete, which has no paths and no new attributes, can't return. */
export function checkReturnable(wanted: ReturnValues | undefined): void {
  if (wanted !== undefined && wanted !== 'ALL_OLD' && wanted !== 'NONE') {
    throw new ValidationFault('ReturnValues can only be ALL_OLD or NONE');
  }
}

function returned(
  wanted: ReturnValues | undefined,
  before: Item | undefined,
  after: Item | undefined,
  paths: readonly DocumentPath[],
): Item | undefined {
  switch (wanted) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before && project(before, paths);
    case 'UPDATED_NEW':
      return after && project(after, paths);
    default:
      return undefined;
  }
}

export interface WriteAnswer {
  readonly ReturnValues?: ReturnValues | undefined;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

/** Decides a write and takes it into the database in one turn; resolves when it is durable. */
async function write(
  database: Database,
  action: WriteAction,
  table: Table,
  key: string,
): Promise<readonly [before: Item | undefined, after: Item | undefined]> {
  const before = database.read(table, key);
  let after: Item | undefined;
  try {
    after = action.decide(table.definition, before);
  } catch (error) {
    // The client will act on what is there.
    if (error instanceof ConditionFault) await database.settled(table, key);
    throw error;
  }
  await database.commit([{ table, key, before, after }]);
  return [before?.item, after];
}

/** Makes one write of a client: authorised, checked, decided, durable, answered. */
export async function performWrite(
  database: Database,
  call: Call,
  action: WriteAction,
  answer: WriteAnswer,
): Promise<object> {
  const { operation, tableName, keyed, paths } = action;
  authorizeItems(database, call, operation, tableName, [keyed]);
  const table = database.table(tableName);
  const key = action.locate(table.definition);
  const refusal = database.throttles.refusal(tableName, { operation, kind: 'write', key: keyed });
  if (refusal !== undefined) throw refusal;
  const [before, after] = await write(database, action, table, key);
  const detail = answer.ReturnConsumedCapacity;
  return present({
    Attributes: returned(answer.ReturnValues, before, after, paths),
    ConsumedCapacity:
      detail && detail !== 'NONE'
        ? consumedCapacity(detail, tableName, writeCapacity(table, before, after))
        : undefined,
  });
}

import { consumedCapacity, readUnits, type CapacityDetail, type Units } from '../capacity';
import type { Database } from '../database';
import { project } from '../expression/document-path';
import type { Bindings, DocumentPath } from '../expression/bindings';
import { checkCondition, pathsOf } from '../expression/check-condition';
import { holds } from '../expression/evaluate-condition';
import { parseCondition } from '../expression/parse-condition';
import { ValidationFault } from '../fault';
import { checkKeyValue, encodeKey } from '../key';
import type { Page } from '../page';
import { prefixOf } from '../page';
import type { Table } from '../table';
import { keyElements, keyNames, type IndexDefinition, type KeySchema } from '../table-definition';
import { attributeOf, pickAttributes, typeOf, type Item } from '../value/attribute-value';
import { checkScalarKeys, present } from './operation';

export type Select = 'SPECIFIC_ATTRIBUTES' | 'COUNT' | 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES';
export const selects = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] as const;

/** The parameters that Query and Scan share. */
export interface RangeParameters {
  readonly TableName: string;
  readonly IndexName?: string | undefined;
  readonly Select?: Select | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

const STARTING_KEY = 'The provided starting key is invalid';

/** Authorises a Query or Scan: of an index it is the index that is read. */
export function rangeArn(database: Database, { TableName, IndexName }: RangeParameters): string {
  const table = database.arnOf(TableName);
  return IndexName === undefined ? table : `${table}/index/${IndexName}`;
}

/** The index that is read, undefined for the table itself. @throws ValidationFault if there is none of that name */
export function indexOf(table: Table, { IndexName, ConsistentRead }: RangeParameters): IndexDefinition | undefined {
  if (IndexName === undefined) return undefined;
  const index = table.definition.indexes.find(({ name }) => name === IndexName);
  if (index === undefined) throw new ValidationFault(`The table does not have the specified index: ${IndexName}`);
  if (ConsistentRead === true) {
    throw new ValidationFault('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

/** @throws ValidationFault if what is selected can't be had together with the projection. */
export function checkSelect({ Select, IndexName, ProjectionExpression }: RangeParameters): void {
  const projects = ProjectionExpression !== undefined;
  if (projects && Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES') {
    const what = Select === 'COUNT' ? 'only the Count' : Select;
    throw new ValidationFault(`Cannot specify the ProjectionExpression when choosing to get ${what}`);
  }
  if (!projects && Select === 'SPECIFIC_ATTRIBUTES') {
    throw new ValidationFault(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw new ValidationFault('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
}

/** @throws ValidationFault if an index is asked for attributes that it does not have. */
export function checkProjected(
  index: IndexDefinition | undefined,
  select: Select | undefined,
  paths: readonly DocumentPath[] | undefined,
): void {
  if (index?.attributes === undefined) return;
  const { name, attributes } = index;
  if (select === 'ALL_ATTRIBUTES') {
    throw new ValidationFault(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`,
    );
  }
  const missing = [...new Set((paths ?? []).map(([head]) => String(head)))].filter(
    (head) => !attributes.includes(head),
  );
  if (missing.length > 0) {
    throw new ValidationFault(
      `One or more parameter values were invalid: Global secondary index ${name} does not project [${missing.join(', ')}]`,
    );
  }
}

/** A filter that is ready to be asked of items, and the attributes it looks at. */
export interface OpenFilter {
  readonly paths: readonly DocumentPath[];
  accepts(item: Item): boolean;
}

/** @throws ValidationFault for an expression that can't be evaluated. */
export function openFilter(text: string | undefined, bindings: Bindings): OpenFilter {
  if (text === undefined) return { paths: [], accepts: () => true };
  const condition = bindings.open('FilterExpression', parseCondition(text));
  checkCondition('FilterExpression', condition, bindings);
  return { paths: pathsOf(condition, bindings), accepts: (item) => holds(condition, item, bindings) };
}

/** @throws ValidationFault if paths lead into keys */
export function checkPaths(table: Table, ...paths: readonly (readonly DocumentPath[] | undefined)[]): void {
  for (const list of paths) checkScalarKeys(table.definition, list ?? []);
}

/** The attributes of the key that a page of a table or index ends with: the index's key and the table's. */
function startKeySchemas(table: Table, index: IndexDefinition | undefined): readonly KeySchema[] {
  return index === undefined ? [table.definition.keys] : [index.keys, table.definition.keys];
}

/**
 * The store key that an `ExclusiveStartKey` stands for; the item need not be there any more.
 * @throws ValidationFault if it is not a key of that table or index
 */
export function startKey(table: Table, index: IndexDefinition | undefined, start: Item): string {
  const schemas = startKeySchemas(table, index);
  const names = new Set(schemas.flatMap(keyNames));
  const mismatch = `${STARTING_KEY}${index === undefined ? ': The provided key element does not match the schema' : ''}`;
  if (Object.keys(start).length !== names.size) throw new ValidationFault(mismatch);
  for (const element of schemas.flatMap(keyElements)) {
    const value = attributeOf(start, element.name);
    if (value === undefined || typeOf(value) !== element.type) throw new ValidationFault(mismatch);
    checkKeyValue(element, value);
  }
  return prefixOf(table, index) + schemas.map((schema) => encodeKey(schema, start)).join('');
}

/** The answer to a Query or Scan from the page that was read. */
export function rangeAnswer(
  table: Table,
  index: IndexDefinition | undefined,
  parameters: RangeParameters,
  paths: readonly DocumentPath[] | undefined,
  page: Page,
): object {
  const { Select, ConsistentRead = false, ReturnConsumedCapacity, TableName } = parameters;
  const amount = readUnits(page.bytes, ConsistentRead);
  const units: Units =
    index === undefined ? { table: amount, indexes: {} } : { table: 0, indexes: { [index.name]: amount } };
  const names = [...new Set(startKeySchemas(table, index).flatMap(keyNames))];
  return present({
    Items: Select === 'COUNT' ? undefined : page.items.map((item) => (paths ? project(item, paths) : item)),
    Count: page.items.length,
    ScannedCount: page.scanned,
    LastEvaluatedKey: page.last && pickAttributes(page.last, names),
    ConsumedCapacity: consumedCapacity(ReturnConsumedCapacity, TableName, units),
  });
}

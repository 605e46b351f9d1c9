import { keyCondition, type SortCondition } from '../expression/key-condition';
import { parseCondition } from '../expression/parse-condition';
import { ValidationFault } from '../fault';
import { prefixOf, readPage } from '../page';
import {
  expressionNames,
  flag,
  integer,
  object,
  oneOf,
  readInput,
  required,
  resourceName,
  returnConsumedCapacity,
  text,
} from '../parameters';
import { keyNames, type IndexDefinition, type KeySchema } from '../table-definition';
import type { AttributeValue, Item } from '../value/attribute-value';
import { afterPrefix, encodePart, encodePrefix, justAfter } from '../value/key-encoding';
import { readItem } from '../value/read-value';
import { openBindings } from './condition-parameter';
import { leadingKeys, type Operation } from './operation';
import { openProjection } from './projection-parameter';
import {
  checkPaths,
  checkProjected,
  checkSelect,
  indexOf,
  openFilter,
  rangeAnswer,
  rangeArn,
  selects,
  startKey,
} from './read-range';

const shape = {
  TableName: required(resourceName),
  IndexName: resourceName,
  KeyConditionExpression: text,
  FilterExpression: text,
  ProjectionExpression: text,
  ExpressionAttributeNames: expressionNames,
  ExpressionAttributeValues: object,
  Select: oneOf(...selects),
  Limit: integer(1),
  ConsistentRead: flag,
  ScanIndexForward: flag,
  ExclusiveStartKey: object,
  ReturnConsumedCapacity: returnConsumedCapacity,
} as const;

interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** The range of store keys below a partition that a condition on the sort key leaves. */
function sortRange(partition: string, sort: SortCondition | undefined): KeyRange {
  const all = { from: partition, to: afterPrefix(partition) };
  if (sort === undefined) return all;
  const [low, high] = sort.values as readonly [AttributeValue, AttributeValue?];
  const first = partition + encodePart(low);
  switch (sort.operator) {
    case '=':
      return { from: first, to: afterPrefix(first) };
    case '<':
      return { ...all, to: first };
    case '<=':
      return { ...all, to: afterPrefix(first) };
    case '>':
      return { ...all, from: afterPrefix(first) };
    case '>=':
      return { ...all, from: first };
    case 'between':
      return { from: first, to: afterPrefix(partition + encodePart(high ?? low)) };
    case 'begins_with': {
      const prefix = partition + encodePrefix(low);
      return { from: prefix, to: afterPrefix(prefix) };
    }
  }
}

/** @throws ValidationFault if the page would start outside of what the query is about */
function startWithin(range: KeyRange, start: string | undefined, forward: boolean): KeyRange {
  if (start === undefined) return range;
  const isWithin =
    Buffer.from(start).compare(Buffer.from(range.from)) >= 0 && Buffer.from(start).compare(Buffer.from(range.to)) < 0;
  if (!isWithin) {
    throw new ValidationFault('The provided starting key is outside query boundaries based on provided conditions');
  }
  return forward ? { ...range, from: justAfter(start) } : { ...range, to: start };
}

function checkFilterPaths(keys: KeySchema, paths: readonly (readonly (string | number)[])[]): void {
  for (const name of keyNames(keys)) {
    if (paths.some(([head]) => head === name)) {
      throw new ValidationFault(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
      );
    }
  }
}

/** Query: the items of one partition of a table or index, in the order of their sort keys, page by page. */
export const query: Operation = async (database, call) => {
  const input = readInput('Query', shape, call.body);
  const { TableName, KeyConditionExpression, FilterExpression, ProjectionExpression, ScanIndexForward = true } = input;
  if (KeyConditionExpression === undefined) {
    throw new ValidationFault(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  checkSelect(input);
  const bindings = openBindings(input, { FilterExpression, KeyConditionExpression, ProjectionExpression });
  const start = input.ExclusiveStartKey && readItem(input.ExclusiveStartKey);
  const condition = bindings.open('KeyConditionExpression', parseCondition(KeyConditionExpression));
  const filter = openFilter(FilterExpression, bindings);
  const paths = openProjection(ProjectionExpression, bindings);
  bindings.requireAllUsed();

  const known = database.tables.get(TableName);
  const index = known?.definition.indexes.find(({ name }) => name === input.IndexName);
  const missing = known === undefined || (input.IndexName !== undefined && index === undefined);
  // What is not there has no key to authorise for, and its fault comes before those of the condition.
  if (missing) call.authorize('dynamodb:Query', rangeArn(database, input));
  const table = database.table(TableName);
  if (missing) indexOf(table, input);
  const keys = (index ?? table.definition).keys;
  const asked = keyCondition(condition, keys, bindings);
  const partition: Item = { [keys.partition.name]: asked.partition };
  call.authorize('dynamodb:Query', rangeArn(database, input), leadingKeys(keys, [partition]));
  const read: IndexDefinition | undefined = indexOf(table, input);
  checkProjected(read, input.Select, paths);
  checkFilterPaths(keys, filter.paths);
  checkPaths(table, paths, filter.paths);
  const refusal = database.throttles.refusal(TableName, { operation: 'Query', kind: 'read', key: partition });
  if (refusal !== undefined) throw refusal;

  const prefix = prefixOf(table, read);
  const range = sortRange(prefix + encodePart(asked.partition), asked.sort);
  const from = start && startKey(table, read, start);
  const page = await readPage(database.store, read, {
    ...startWithin(range, from, ScanIndexForward),
    prefix,
    reverse: !ScanIndexForward,
    limit: input.Limit,
    segment: undefined,
    accepts: filter.accepts,
  });
  await database.allSettled();
  return rangeAnswer(table, read, input, paths, page);
};

import { ValidationFault } from '../fault';
import { prefixOf, readPage, segmentOf } from '../page';
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
import { afterPrefix, firstPart, justAfter } from '../value/key-encoding';
import { readItem } from '../value/read-value';
import { openBindings } from './condition-parameter';
import type { Operation } from './operation';
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

/** Segments of one parallel scan. (API Reference, Scan, TotalSegments.) */
const MAX_SEGMENTS = 1_000_000;

const shape = {
  TableName: required(resourceName),
  IndexName: resourceName,
  FilterExpression: text,
  ProjectionExpression: text,
  ExpressionAttributeNames: expressionNames,
  ExpressionAttributeValues: object,
  Select: oneOf(...selects),
  Limit: integer(1),
  ConsistentRead: flag,
  Segment: integer(0, MAX_SEGMENTS - 1),
  TotalSegments: integer(1, MAX_SEGMENTS),
  ExclusiveStartKey: object,
  ReturnConsumedCapacity: returnConsumedCapacity,
} as const;

interface Segment {
  readonly number: number;
  readonly of: number;
}

function segmentOfScan(number: number | undefined, of: number | undefined): Segment | undefined {
  if (number !== undefined && of === undefined) {
    throw new ValidationFault(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (of === undefined) return undefined;
  if (number === undefined) {
    throw new ValidationFault(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (number >= of) {
    throw new ValidationFault(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${number} is not less than TotalSegments: ${of}`,
    );
  }
  return { number, of };
}

function checkStart(start: string, segment: Segment | undefined): void {
  if (segment === undefined || segmentOf(firstPart(start), segment.of) === segment.number) return;
  throw new ValidationFault(
    `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${segment.of} Segment: ${segment.number}`,
  );
}

/** Scan: all items of a table or index, or of one segment of it, page by page. */
export const scan: Operation = async (database, call) => {
  const input = readInput('Scan', shape, call.body);
  const { TableName, FilterExpression, ProjectionExpression } = input;
  checkSelect(input);
  const segment = segmentOfScan(input.Segment, input.TotalSegments);
  const bindings = openBindings(input, { FilterExpression, ProjectionExpression });
  const start = input.ExclusiveStartKey && readItem(input.ExclusiveStartKey);
  const filter = openFilter(FilterExpression, bindings);
  const paths = openProjection(ProjectionExpression, bindings);
  bindings.requireAllUsed();

  call.authorize('dynamodb:Scan', rangeArn(database, input));
  const table = database.table(TableName);
  const index = indexOf(table, input);
  checkProjected(index, input.Select, paths);
  checkPaths(table, paths, filter.paths);
  const refusal = database.throttles.refusal(TableName, { operation: 'Scan', kind: 'read', key: undefined });
  if (refusal !== undefined) throw refusal;

  const prefix = prefixOf(table, index);
  const from = start && startKey(table, index, start);
  if (from !== undefined) checkStart(from.slice(prefix.length), segment);
  const page = await readPage(database.store, index, {
    from: from === undefined ? prefix : justAfter(from),
    to: afterPrefix(prefix),
    prefix,
    reverse: false,
    limit: input.Limit,
    segment,
    accepts: filter.accepts,
  });
  await database.allSettled();
  return rangeAnswer(table, index, input, paths, page);
};

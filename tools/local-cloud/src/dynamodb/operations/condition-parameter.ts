import { Bindings, type ExpressionParameter } from '../expression/bindings';
import { checkCondition, pathsOf } from '../expression/check-condition';
import { holds } from '../expression/evaluate-condition';
import { parseCondition } from '../expression/parse-condition';
import type { Condition } from '../expression/syntax';
import { ConditionFault, ValidationFault } from '../fault';
import type { TableDefinition } from '../table-definition';
import type { Item } from '../value/attribute-value';
import { checkScalarKeys } from './operation';

/** The parameters of conditional writes. */
export interface ConditionParameters {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE' | undefined;
}

/**
 * The bindings of a request with these expressions, given or not; a projection takes names only.
 * @throws ValidationFault if there are placeholders and no expression to use them.
 */
export function openBindings(
  parameters: Pick<ConditionParameters, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
  expressions: Partial<Record<ExpressionParameter, string | undefined>>,
): Bindings {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = parameters;
  const isMissing = ([, expression]: readonly [string, string | undefined]): boolean => expression === undefined;
  const all = Object.entries(expressions);
  if (names !== undefined && all.every(isMissing)) {
    throw new ValidationFault('ExpressionAttributeNames can only be specified when using expressions');
  }
  const takingValues = all.filter(([name]) => name !== 'ProjectionExpression');
  if (values !== undefined && takingValues.every(isMissing)) {
    const are = `${takingValues.map(([name]) => name).join(' and ')} ${takingValues.length > 1 ? 'are' : 'is'} null`;
    throw new ValidationFault(`ExpressionAttributeValues can only be specified when using expressions: ${are}`);
  }
  return new Bindings(names, values);
}

/** A condition that is ready to be asked of an item. */
export interface OpenCondition {
  /** @throws ValidationFault if it leads into a key of the table. */
  check(definition: TableDefinition): void;
  /** @throws ConditionFault, with the item if the client wants it. */
  require(item: Item | undefined): void;
}

const ALWAYS: OpenCondition = { check: () => undefined, require: () => undefined };

/** @throws ValidationFault for an expression that can't be evaluated. */
export function openCondition(parameters: ConditionParameters, bindings: Bindings): OpenCondition {
  const { ConditionExpression: text, ReturnValuesOnConditionCheckFailure: returned } = parameters;
  if (text === undefined) return ALWAYS;
  const condition: Condition = bindings.open('ConditionExpression', parseCondition(text));
  checkCondition('ConditionExpression', condition, bindings);
  return {
    check: (definition) => checkScalarKeys(definition, pathsOf(condition, bindings)),
    require(item) {
      if (!holds(condition, item ?? {}, bindings)) throw new ConditionFault(returned === 'ALL_OLD' ? item : undefined);
    },
  };
}

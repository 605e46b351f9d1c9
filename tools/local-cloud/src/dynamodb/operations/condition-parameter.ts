import { ConditionFault } from '../fault';
import { Bindings } from '../expression/bindings';
import { checkCondition, pathsOf } from '../expression/check-condition';
import { holds } from '../expression/evaluate-condition';
import { parseCondition } from '../expression/parse-condition';
import type { Condition } from '../expression/syntax';
import { ValidationFault } from '../fault';
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

type ExpressionName = 'ConditionExpression' | 'UpdateExpression' | 'FilterExpression' | 'KeyConditionExpression';

/**
 * The bindings of a request whose expressions are these.
 * @throws ValidationFault if there are placeholders and no expression to use them.
 */
export function openBindings(
  parameters: Pick<ConditionParameters, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
  expressions: readonly (string | undefined)[],
  takingValues: readonly ExpressionName[],
  isGiven: (name: ExpressionName) => boolean,
): Bindings {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = parameters;
  if (names !== undefined && expressions.every((expression) => expression === undefined)) {
    throw new ValidationFault('ExpressionAttributeNames can only be specified when using expressions');
  }
  if (values !== undefined && !takingValues.some(isGiven)) {
    const verb = takingValues.length > 1 ? 'are' : 'is';
    throw new ValidationFault(
      `ExpressionAttributeValues can only be specified when using expressions: ${takingValues.join(' and ')} ${verb} null`,
    );
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

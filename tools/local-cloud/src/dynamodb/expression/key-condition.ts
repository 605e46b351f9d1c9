import { ValidationFault } from '../fault';
import { typeOf, type AttributeValue } from '../value/attribute-value';
import type { KeyElement, KeySchema } from '../table-definition';
import { checkKeyValue } from '../key';
import type { Bindings } from './bindings';
import type { Comparator, Condition, Operand, SimpleCondition } from './syntax';

export type SortOperator = Exclude<Comparator, '<>'> | 'between' | 'begins_with';

/** What a query asks of a sort key: one value, two of `between`. */
export interface SortCondition {
  readonly operator: SortOperator;
  readonly values: readonly AttributeValue[];
}

export interface KeyCondition {
  readonly partition: AttributeValue;
  readonly sort: SortCondition | undefined;
}

const mirrored: Readonly<Record<string, SortOperator>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const refuse = (message: string): never => {
  throw new ValidationFault(message);
};
const invalid = (what: string): never => refuse(`Invalid condition in KeyConditionExpression: ${what}`);
const unusable = (operator: string): never =>
  refuse(`Invalid operator used in KeyConditionExpression: ${operator.toUpperCase()}`);

/** The simple conditions joined by AND, and none by anything else. */
function conjuncts(condition: Condition): readonly SimpleCondition[] {
  if (condition.kind === 'and') return [...conjuncts(condition.left), ...conjuncts(condition.right)];
  if (condition.kind === 'or' || condition.kind === 'not') return unusable(condition.kind);
  return [condition];
}

function operatorOf(condition: SimpleCondition): SortOperator {
  if (condition.kind === 'between') return 'between';
  if (condition.kind === 'in') return unusable('in');
  if (condition.kind === 'compare') return condition.comparator === '<>' ? unusable('<>') : condition.comparator;
  if (condition.name === 'begins_with') return 'begins_with';
  return refuse(`Invalid operator used in KeyConditionExpression: ${condition.name}`);
}

function attributeAndValues(
  operator: SortOperator,
  operands: readonly Operand[],
  bindings: Bindings,
): { readonly attribute: string; readonly condition: SortCondition } {
  if (operands.some(({ kind }) => kind === 'size')) {
    refuse('KeyConditionExpressions cannot contain nested operations');
  }
  const paths = operands.filter((operand) => operand.kind === 'path').map((path) => bindings.path(path));
  const [path] = paths;
  if (path === undefined) return invalid('No key attribute specified');
  if (paths.length > 1) return invalid('Multiple attribute names used in one condition');
  if (path.length > 1) return refuse('KeyConditionExpressions cannot have conditions on nested attributes');
  const first = operands[0]?.kind === 'path';
  if (!first && (operator === 'between' || operator === 'begins_with')) {
    const shown = operator === 'between' ? 'BETWEEN' : operator;
    return invalid(`${shown} operator must have the key attribute as its first operand`);
  }
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [bindings.value(operand.placeholder)] : []));
  return {
    attribute: path[0] as string,
    condition: { operator: first ? operator : (mirrored[operator] ?? operator), values },
  };
}

function checkValues(element: KeyElement, { values }: SortCondition): void {
  for (const value of values) {
    if (typeOf(value) !== element.type) {
      refuse('One or more parameter values were invalid: Condition parameter type does not match schema type');
    }
    checkKeyValue(element, value);
  }
}

/**
 * What an opened key condition expression asks of a table's or an index's key.
 * @throws ValidationFault if it can't be answered by one range of that key.
 */
export function keyCondition(condition: Condition, keys: KeySchema, bindings: Bindings): KeyCondition {
  const byAttribute = new Map<string, SortCondition>();
  for (const conjunct of conjuncts(condition)) {
    const { attribute, condition: asked } = attributeAndValues(operatorOf(conjunct), conjunct.operands, bindings);
    if (byAttribute.has(attribute)) refuse('KeyConditionExpressions must only contain one condition per key');
    byAttribute.set(attribute, asked);
  }
  if (byAttribute.size > 2) refuse('Conditions can be of length 1 or 2 only');
  const { partition, sort } = keys;
  const ofPartition =
    byAttribute.get(partition.name) ?? refuse(`Query condition missed key schema element: ${partition.name}`);
  const ofSort = sort === undefined ? undefined : byAttribute.get(sort.name);
  if (byAttribute.size === 2 && ofSort === undefined) {
    refuse(
      sort === undefined
        ? 'Query key condition not supported'
        : `Query condition missed key schema element: ${sort.name}`,
    );
  }
  checkValues(partition, ofPartition);
  if (ofPartition.operator !== '=') refuse('Query key condition not supported');
  if (sort !== undefined && ofSort !== undefined) checkValues(sort, ofSort);
  return { partition: ofPartition.values[0] as AttributeValue, sort: ofSort };
}

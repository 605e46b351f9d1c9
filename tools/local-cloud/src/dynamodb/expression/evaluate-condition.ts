import { typeOf, type AttributeValue, type Item } from '../value/attribute-value';
import { beginsWith, compareValues, contains, equalValues } from '../value/compare';
import { binaryLength } from '../value/size';
import type { Bindings } from './bindings';
import { valueAt } from './document-path';
import type { Comparator, Condition, Operand } from './syntax';

/** `size()`: bytes of a string or binary, members of a set, elements of a document; nothing has no size. */
function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined;
  const members = value.SS ?? value.NS ?? value.BS ?? value.L;
  if (members !== undefined) return { N: String(members.length) };
  if (value.S !== undefined) return { N: String(Buffer.byteLength(value.S)) };
  if (value.B !== undefined) return { N: String(binaryLength(value.B)) };
  if (value.M !== undefined) return { N: String(Object.keys(value.M).length) };
  return undefined;
}

function resolve(operand: Operand | undefined, item: Item, bindings: Bindings): AttributeValue | undefined {
  if (operand === undefined) return undefined;
  if (operand.kind === 'value') return bindings.value(operand.placeholder);
  if (operand.kind === 'path') return valueAt(item, bindings.path(operand));
  return sizeOf(resolve(operand.operands[0], item, bindings));
}

/** A missing attribute is equal to nothing, not even to another missing one, and comes before and after nothing. */
function compares(comparator: Comparator, left?: AttributeValue, right?: AttributeValue): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return equalValues(left, right);
  if (comparator === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Whether a condition, opened with the bindings, holds for an item (an empty one where there is none). */
export function holds(condition: Condition, item: Item, bindings: Bindings): boolean {
  const value = (operand: Operand | undefined): AttributeValue | undefined => resolve(operand, item, bindings);
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, bindings) && holds(condition.right, item, bindings);
    case 'or':
      return holds(condition.left, item, bindings) || holds(condition.right, item, bindings);
    case 'not':
      return !holds(condition.condition, item, bindings);
    case 'compare':
      return compares(condition.comparator, value(condition.operands[0]), value(condition.operands[1]));
    case 'between': {
      const tested = value(condition.operands[0]);
      return (
        compares('>=', tested, value(condition.operands[1])) && compares('<=', tested, value(condition.operands[2]))
      );
    }
    case 'in': {
      const [tested, ...members] = condition.operands;
      const sought = value(tested);
      return members.some((member) => compares('=', sought, value(member)));
    }
    case 'call': {
      const [first, second] = [value(condition.operands[0]), value(condition.operands[1])];
      switch (condition.name) {
        case 'attribute_exists':
          return first !== undefined;
        case 'attribute_not_exists':
          return first === undefined;
        case 'attribute_type':
          return first !== undefined && typeOf(first) === second?.S;
        case 'begins_with':
          return first !== undefined && second !== undefined && beginsWith(first, second);
        case 'contains':
          return first !== undefined && second !== undefined && contains(first, second);
      }
    }
  }
}

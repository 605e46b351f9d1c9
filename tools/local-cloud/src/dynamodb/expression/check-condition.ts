import { attributeTypes, typeOf, type AttributeType, type AttributeValue } from '../value/attribute-value';
import { compareValues } from '../value/compare';
import type { Bindings, DocumentPath, ExpressionParameter } from './bindings';
import { showPath } from './document-path';
import { orderedTypes, type Condition, type Operand, type Path } from './syntax';

const INCORRECT_OPERAND = 'Incorrect operand type for operator or function';

function literal(operand: Operand | undefined, bindings: Bindings): AttributeValue | undefined {
  return operand?.kind === 'value' ? bindings.value(operand.placeholder) : undefined;
}

/** The type an operand has whatever the item: of a value its own, of `size` a number, of a path none. */
function knownType(operand: Operand | undefined, bindings: Bindings): AttributeType | undefined {
  if (operand?.kind === 'size') return 'N';
  const value = literal(operand, bindings);
  return value === undefined ? undefined : typeOf(value);
}

function sameOperands(name: string, operands: readonly Operand[], bindings: Bindings): string | undefined {
  const [left, right] = operands;
  if (operands.length !== 2 || left?.kind !== 'path' || right?.kind !== 'path') return undefined;
  const [one, two] = [bindings.path(left), bindings.path(right)];
  if (one.length !== two.length || one.some((step, index) => step !== two[index])) return undefined;
  return `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${showPath(one)}`;
}

function sizeFault(operand: Operand, bindings: Bindings): string | undefined {
  if (operand.kind !== 'size') return undefined;
  const type = knownType(operand.operands[0], bindings);
  if (type !== 'N' && type !== 'BOOL' && type !== 'NULL') return undefined;
  return `${INCORRECT_OPERAND}; operator or function: size, operand type: ${type}`;
}

function unordered(operator: string, operands: readonly Operand[], bindings: Bindings): string | undefined {
  const type = operands
    .map((operand) => knownType(operand, bindings))
    .find((known) => known !== undefined && !orderedTypes.includes(known));
  return type && `${INCORRECT_OPERAND}; operator: ${operator}, operand type: ${type}`;
}

function betweenFault(low: Operand, high: Operand, bindings: Bindings): string | undefined {
  const [from, to] = [literal(low, bindings), literal(high, bindings)];
  if (from === undefined || to === undefined) return undefined;
  const bounds = `lower bound operand: AttributeValue: ${show(from)}, upper bound operand: AttributeValue: ${show(to)}`;
  if (typeOf(from) !== typeOf(to)) {
    return `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`;
  }
  if ((compareValues(from, to) ?? 0) <= 0) return undefined;
  return `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`;
}

const show = (value: AttributeValue): string => `{${typeOf(value)}:${value.S ?? value.N ?? value.B ?? ''}}`;

function callFault(name: string, operands: readonly Operand[], bindings: Bindings): string | undefined {
  const [first, second] = operands;
  const wrong = (type: string): string => `${INCORRECT_OPERAND}; operator or function: ${name}, operand type: ${type}`;
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      if (first?.kind === 'path') return undefined;
      return `Operator or function requires a document path; operator or function: ${name}`;
    case 'begins_with': {
      const types = operands.map((operand) => knownType(operand, bindings));
      const type = types.find((known) => known !== undefined && known !== 'S' && known !== 'B');
      return type && wrong(type);
    }
    case 'attribute_type': {
      const type = literal(second, bindings);
      if (type?.S === undefined) return wrong(type === undefined ? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}' : typeOf(type));
      if ((attributeTypes as readonly string[]).includes(type.S)) return undefined;
      return `Invalid attribute type name found; type: ${type.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`;
    }
    default:
      return undefined;
  }
}

function conditionFault(condition: Condition, bindings: Bindings): string | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return conditionFault(condition.left, bindings) ?? conditionFault(condition.right, bindings);
    case 'not':
      return conditionFault(condition.condition, bindings);
  }
  const { operands } = condition;
  const name =
    condition.kind === 'call' ? condition.name : condition.kind === 'compare' ? condition.comparator : condition.kind;
  const fault =
    (condition.kind === 'compare' || condition.kind === 'call' ? sameOperands(name, operands, bindings) : undefined) ??
    operands.map((operand) => sizeFault(operand, bindings)).find((found) => found !== undefined);
  if (fault !== undefined) return fault;
  switch (condition.kind) {
    case 'call':
      return callFault(name, operands, bindings);
    case 'between':
      return (
        betweenFault(condition.operands[1], condition.operands[2], bindings) ?? unordered('BETWEEN', operands, bindings)
      );
    case 'compare':
      return name === '=' || name === '<>' ? undefined : unordered(name, operands, bindings);
    case 'in':
      return undefined;
  }
}

/**
 * Checks what the values of an opened condition must be, whatever the item it will be evaluated against.
 * @throws ValidationFault naming the operand.
 */
export function checkCondition(parameter: ExpressionParameter, condition: Condition, bindings: Bindings): void {
  const fault = conditionFault(condition, bindings);
  if (fault !== undefined) throw bindings.fault(parameter, fault);
}

/** Every path in a condition. */
export function pathsOf(condition: Condition, bindings: Bindings): readonly DocumentPath[] {
  const ofOperand = (operand: Operand): readonly Path[] =>
    operand.kind === 'path' ? [operand] : operand.kind === 'size' ? operand.operands.flatMap(ofOperand) : [];
  const ofCondition = (node: Condition): readonly Path[] => {
    if (node.kind === 'not') return ofCondition(node.condition);
    if (node.kind === 'and' || node.kind === 'or') return [...ofCondition(node.left), ...ofCondition(node.right)];
    return node.operands.flatMap(ofOperand);
  };
  return ofCondition(condition).map((path) => bindings.path(path));
}

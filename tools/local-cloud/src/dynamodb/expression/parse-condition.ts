import { type Cursor, parserOf, REDUNDANT } from './cursor';
import { conditionFunctions, type Comparator, type Condition, type ConditionFunction, type Operand } from './syntax';

const MAX_IN_OPERANDS = 100;
const comparators: readonly Comparator[] = ['=', '<>', '<=', '<', '>=', '>'];

/** A part of a condition before it is known whether it is compared or stands for itself. */
type Part = { readonly condition: Condition } | { readonly operand: Operand };
type Parenthesised = Part & { readonly parenthesised?: true };

const isConditionFunction = (name: string): name is ConditionFunction =>
  (conditionFunctions as readonly string[]).includes(name);

function misused(cursor: Cursor, name: string): void {
  cursor.note(
    'misused function',
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}

function call(cursor: Cursor, name: string): Part {
  cursor.operator();
  cursor.expect('(');
  const operands = cursor.nested(() => cursor.list(() => operand(cursor)));
  cursor.expect(')');
  if (name === 'size') {
    countOperands(cursor, name, operands, 1);
    return { operand: { kind: 'size', operands } };
  }
  if (!isConditionFunction(name)) {
    cursor.note('unknown function', `Invalid function name; function: ${name}`);
    return { operand: { kind: 'size', operands } };
  }
  countOperands(cursor, name, operands, name === 'attribute_exists' || name === 'attribute_not_exists' ? 1 : 2);
  return { condition: { kind: 'call', name, operands } };
}

function countOperands(cursor: Cursor, name: string, operands: readonly Operand[], wanted: number): void {
  if (operands.length === wanted) return;
  cursor.note(
    'operands',
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
  );
}

/** An operand where only an operand can stand. */
function operand(cursor: Cursor): Operand {
  const part = primary(cursor);
  if ('operand' in part) return part.operand;
  if (part.condition.kind !== 'call') cursor.failHere();
  misused(cursor, part.condition.name);
  return { kind: 'size', operands: part.condition.operands };
}

function primary(cursor: Cursor): Parenthesised {
  if (cursor.accept('(')) {
    const inner = cursor.nested(() => disjunction(cursor));
    cursor.expect(')');
    if (inner.parenthesised === true) cursor.note('parentheses', REDUNDANT);
    return { ...inner, parenthesised: true };
  }
  const name = cursor.functionName();
  if (name !== undefined) return call(cursor, name);
  return { operand: cursor.seesKind('value') ? cursor.value() : cursor.path() };
}

function comparison(cursor: Cursor): Parenthesised {
  const part = primary(cursor);
  const comparator = comparators.find((symbol) => cursor.sees(symbol));
  const compares = comparator !== undefined || cursor.sees('BETWEEN') || cursor.sees('IN');
  if (!compares) return part;
  cursor.operator();
  if ('condition' in part) {
    if (part.condition.kind !== 'call') cursor.failHere();
    misused(cursor, part.condition.name);
  }
  const left: Operand = 'operand' in part ? part.operand : { kind: 'size', operands: [] };
  if (comparator !== undefined) {
    cursor.expect(comparator);
    return { condition: { kind: 'compare', comparator, operands: [left, operand(cursor)] } };
  }
  if (cursor.accept('BETWEEN')) {
    const low = operand(cursor);
    cursor.expect('AND');
    return { condition: { kind: 'between', operands: [left, low, operand(cursor)] } };
  }
  cursor.expect('IN');
  cursor.expect('(');
  const members = cursor.list(() => operand(cursor));
  cursor.expect(')');
  if (members.length > MAX_IN_OPERANDS) {
    cursor.note(
      'operands',
      `The IN operator is provided with too many operands; number of operands: ${members.length}`,
    );
  }
  return { condition: { kind: 'in', operands: [left, ...members] } };
}

/** A part that must be true or false: of the operands only a misused `size` gets here without a syntax error. */
function truth(cursor: Cursor, part: Part): Condition {
  if ('condition' in part) return part.condition;
  if (part.operand.kind !== 'size') cursor.failHere();
  misused(cursor, 'size');
  return { kind: 'in', operands: [part.operand] };
}

function negation(cursor: Cursor): Parenthesised {
  if (!cursor.accept('NOT')) return comparison(cursor);
  return { condition: { kind: 'not', condition: truth(cursor, negation(cursor)) } };
}

function conjunction(cursor: Cursor): Parenthesised {
  let left = negation(cursor);
  while (cursor.accept('AND')) {
    const right = negation(cursor);
    left = { condition: { kind: 'and', left: truth(cursor, left), right: truth(cursor, right) } };
  }
  return left;
}

function disjunction(cursor: Cursor): Parenthesised {
  let left = conjunction(cursor);
  while (cursor.accept('OR')) {
    const right = conjunction(cursor);
    left = { condition: { kind: 'or', left: truth(cursor, left), right: truth(cursor, right) } };
  }
  return left;
}

/** Parses a condition, filter or key condition expression; remembered by its text. */
export const parseCondition = parserOf<Condition>((cursor) => truth(cursor, disjunction(cursor)));

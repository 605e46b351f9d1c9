import { validation } from './aws-error';
import { type Bindings, nameOf } from './condition';
import { type Attributes, type AttributeValue, numeric } from './value';

type Step = (item: Record<string, AttributeValue>, old: Attributes | undefined, bindings: Bindings) => void;

const compiled = new Map<string, readonly Step[]>();

/** The item after an update expression; the one before stays as it was. Each expression is parsed once. */
export function updated(
  expression: string,
  old: Attributes | undefined,
  key: Attributes,
  bindings: Bindings,
): Attributes {
  let steps = compiled.get(expression);
  if (steps === undefined) {
    steps = parse(expression);
    compiled.set(expression, steps);
  }
  const item: Record<string, AttributeValue> = { ...(old ?? key) };
  for (const step of steps) step(item, old, bindings);
  return item;
}

function parse(expression: string): Step[] {
  const clauses = expression.split(/\b(SET|ADD|REMOVE)\b/).map((part) => part.trim());
  const steps: Step[] = [];
  for (let index = 1; index < clauses.length; index += 2) {
    for (const action of (clauses[index + 1] ?? '').split(/,(?![^(]*\))/)) {
      steps.push(stepOf(clauses[index] ?? '', action.trim(), expression));
    }
  }
  if (clauses[0] !== '' || steps.length === 0) throw validation(`Invalid UpdateExpression: ${expression}`);
  return steps;
}

function stepOf(clause: string, action: string, expression: string): Step {
  if (clause === 'REMOVE') return (item, _, { names }) => void Reflect.deleteProperty(item, nameOf(action, names));
  if (clause === 'ADD') {
    const [path = '', value = ''] = action.split(/\s+/);
    return (item, _, bindings) => {
      const name = nameOf(path, bindings.names);
      item[name] = sum(item[name], valueOf(value, bindings));
    };
  }
  const match = /^(\S+)\s*=\s*(?:if_not_exists\((\S+),\s*(\S+)\)|(\S+))$/.exec(action);
  if (match === null) throw validation(`Invalid UpdateExpression: ${expression}`);
  const [, path = '', unless, otherwise = '', value = ''] = match;
  return (item, old, bindings) => {
    const standing = unless === undefined ? undefined : old?.[nameOf(unless, bindings.names)];
    const next = standing ?? valueOf(unless === undefined ? value : otherwise, bindings);
    setAt(
      item,
      path.split('.').map((name) => nameOf(name, bindings.names)),
      next,
    );
  };
}

/** Sets a member at a path, copying the maps on the way: the old image keeps its own. */
function setAt(
  item: Record<string, AttributeValue>,
  [name = '', ...rest]: readonly string[],
  value: AttributeValue,
): void {
  if (rest.length === 0) {
    item[name] = value;
    return;
  }
  const standing = item[name];
  if (typeof standing !== 'object' || standing === null) {
    throw validation('The document path provided in the update expression is invalid for update');
  }
  const copy = Object.fromEntries(standing instanceof Map ? standing : Object.entries(standing));
  setAt(copy, rest, value);
  item[name] = copy;
}

function sum(standing: AttributeValue, added: AttributeValue): AttributeValue {
  if (added instanceof Set) {
    if (standing !== undefined && !(standing instanceof Set)) throw wrongType();
    return new Set([...(standing ?? []), ...added]);
  }
  const [left, right] = [standing === undefined ? 0 : numeric(standing), numeric(added)];
  if (left === undefined || right === undefined) throw wrongType();
  return left + right;
}

const wrongType = () => validation('An operand in the update expression has an incorrect data type');

function valueOf(token: string, { values }: Bindings): AttributeValue {
  if (!(token in values)) throw validation(`An expression attribute value is not defined: ${token}`);
  return values[token];
}

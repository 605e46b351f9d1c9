import { ValidationFault } from '../fault';
import { attributeOf, setAttribute, typeOf, type AttributeValue, type Item } from '../value/attribute-value';
import { addNumbers, negateNumber } from '../value/number';
import type { Bindings, DocumentPath } from './bindings';
import { valueAt } from './document-path';
import type { Assigned, UpdateAction } from './syntax';

const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const MISSING = 'The provided expression refers to an attribute that does not exist in the item';

function sum(left: AttributeValue, right: AttributeValue, sign: 1 | -1): AttributeValue {
  if (left.N === undefined || right.N === undefined) throw new ValidationFault(WRONG_TYPE);
  const numeric = addNumbers(left.N, sign === 1 ? right.N : negateNumber(right.N));
  if ('fault' in numeric) throw new ValidationFault(numeric.fault);
  return { N: numeric.number };
}

/** The value an action assigns, from the item as it was before the update. */
function evaluate(assigned: Assigned, before: Item, bindings: Bindings): AttributeValue {
  const operand = (index: 0 | 1): AttributeValue => {
    if (!('operands' in assigned)) throw new TypeError(`A ${assigned.kind} has no operands.`);
    return evaluate(assigned.operands[index] as Assigned, before, bindings);
  };
  switch (assigned.kind) {
    case 'value':
      return bindings.value(assigned.placeholder);
    case 'path': {
      const value = valueAt(before, bindings.path(assigned));
      if (value === undefined) throw new ValidationFault(MISSING);
      return value;
    }
    case 'plus':
      return sum(operand(0), operand(1), 1);
    case 'minus':
      return sum(operand(0), operand(1), -1);
    case 'if_not_exists': {
      const [path] = assigned.operands;
      const there = path?.kind === 'path' ? valueAt(before, bindings.path(path)) : undefined;
      return there ?? operand(1);
    }
    case 'list_append': {
      const [head, tail] = [operand(0).L, operand(1).L];
      if (head === undefined || tail === undefined) throw new ValidationFault(WRONG_TYPE);
      return { L: [...head, ...tail] };
    }
  }
}

/** ADD: a number to a number, members to a set; to nothing, it is the value itself. */
function added(there: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (there === undefined) return value;
  const type = typeOf(value);
  if (type !== typeOf(there)) throw new ValidationFault(WRONG_TYPE);
  if (type === 'N') return sum(there, value, 1);
  const [members, more] = [setOf(there), setOf(value)];
  return { [type]: [...new Set([...members, ...more])] };
}

/** DELETE: members from a set; undefined when none is left. */
function without(there: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const type = typeOf(value);
  if (type !== typeOf(there)) throw new ValidationFault(WRONG_TYPE);
  const removed = new Set(setOf(value));
  const left = setOf(there).filter((member) => !removed.has(member));
  return left.length === 0 ? undefined : { [type]: left };
}

const setOf = (value: AttributeValue): readonly string[] => value.SS ?? value.NS ?? value.BS ?? [];

/** An item while it is updated: indexes into a list mean the list as it was, so gaps are closed only at the end. */
class Draft {
  private readonly lists = new Map<AttributeValue, number>();

  constructor(private readonly item: Item) {}

  private parentOf(path: DocumentPath): AttributeValue {
    if (path.length === 1) return { M: this.item };
    const parent = valueAt(this.item, path.slice(0, -1));
    const step = path.at(-1);
    if (parent === undefined || (typeof step === 'number' ? parent.L : parent.M) === undefined) {
      throw new ValidationFault(INVALID_PATH);
    }
    if (parent.L !== undefined && !this.lists.has(parent)) this.lists.set(parent, parent.L.length);
    return parent;
  }

  set(path: DocumentPath, value: AttributeValue): void {
    const parent = this.parentOf(path);
    const step = path.at(-1);
    if (typeof step === 'number') (parent.L as AttributeValue[])[step] = value;
    else setAttribute(parent.M as Item, step as string, value);
  }

  remove(path: DocumentPath): void {
    const parent = this.parentOf(path);
    const step = path.at(-1);
    if (typeof step !== 'number') Reflect.deleteProperty(parent.M as Item, step as string);
    else if (step < (this.lists.get(parent) ?? 0)) Reflect.deleteProperty(parent.L as AttributeValue[], step);
  }

  closeGaps(): void {
    for (const list of this.lists.keys()) list.L = (list.L ?? []).filter(() => true);
  }
}

/**
 * Applies an opened update expression to an item, which becomes the updated one. All values are taken from the item as
 * it was before the update.
 * @param before the item as it was, or only its key
 * @param draft a copy of it that shares no part with it
 * @throws ValidationFault where the item is not such that the actions can be applied.
 */
export function applyUpdate(actions: readonly UpdateAction[], before: Item, draft: Item, bindings: Bindings): void {
  const values = actions.map((action) =>
    action.kind === 'SET' ? evaluate(action.value, before, bindings) : undefined,
  );
  const update = new Draft(draft);
  for (const [index, action] of actions.entries()) {
    const path = bindings.path(action.path);
    const there = path.length === 1 ? attributeOf(before, path[0] as string) : valueAt(before, path);
    switch (action.kind) {
      case 'SET':
        update.set(path, values[index] as AttributeValue);
        break;
      case 'REMOVE':
        update.remove(path);
        break;
      case 'ADD':
        update.set(path, added(there, bindings.value(action.value.placeholder)));
        break;
      case 'DELETE': {
        const left = there && without(there, bindings.value(action.value.placeholder));
        if (left === undefined) update.remove(path);
        else update.set(path, left);
      }
    }
  }
  update.closeGaps();
}

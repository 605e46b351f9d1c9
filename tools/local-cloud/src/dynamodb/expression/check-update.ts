import { typeOf, type AttributeType } from '../value/attribute-value';
import type { Bindings, DocumentPath } from './bindings';
import { pathClash } from './document-path';
import type { Assigned, UpdateAction } from './syntax';

const INCORRECT_OPERAND = 'Incorrect operand type for operator or function';

/** How AWS calls the types that ADD and DELETE do not take. */
const typeNames: Partial<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

/** The type an assigned value has whatever the item, if it has one. */
export function assignedType(assigned: Assigned, bindings: Bindings): AttributeType | undefined {
  switch (assigned.kind) {
    case 'value':
      return typeOf(bindings.value(assigned.placeholder));
    case 'plus':
    case 'minus':
      return 'N';
    case 'list_append':
      return 'L';
    default:
      return undefined;
  }
}

function assignedFault(assigned: Assigned, bindings: Bindings): string | undefined {
  if (!('operands' in assigned)) return undefined;
  const inner = assigned.operands
    .map((operand) => assignedFault(operand, bindings))
    .find((fault) => fault !== undefined);
  if (inner !== undefined) return inner;
  if (assigned.kind === 'if_not_exists') {
    if (assigned.operands[0]?.kind === 'path') return undefined;
    return 'Operator or function requires a document path; operator or function: if_not_exists';
  }
  const name = { plus: '+', minus: '-', list_append: 'list_append' }[assigned.kind];
  const wanted = assigned.kind === 'list_append' ? 'L' : 'N';
  const type = assigned.operands
    .map((operand) => assignedType(operand, bindings))
    .find((known) => known !== undefined && known !== wanted);
  return type && `${INCORRECT_OPERAND}; operator or function: ${name}, operand type: ${type}`;
}

function actionFault(action: UpdateAction, bindings: Bindings): string | undefined {
  if (action.kind === 'REMOVE') return undefined;
  if (action.kind === 'SET') return assignedFault(action.value, bindings);
  const type = typeOf(bindings.value(action.value.placeholder));
  if (typeNames[type] === undefined || (action.kind === 'ADD' && type === 'N')) return undefined;
  return `${INCORRECT_OPERAND}; operator: ${action.kind}, operand type: ${typeNames[type]}`;
}

/**
 * Checks what of an opened update expression can be wrong whatever the item it will be applied to.
 * @returns the paths it changes, in the order of its actions
 * @throws ValidationFault naming the paths or the operand.
 */
export function checkUpdate(actions: readonly UpdateAction[], bindings: Bindings): readonly DocumentPath[] {
  const paths = actions.map(({ path }) => bindings.path(path));
  const fault =
    pathClash(paths) ?? actions.map((action) => actionFault(action, bindings)).find((found) => found !== undefined);
  if (fault !== undefined) throw bindings.fault('UpdateExpression', fault);
  return paths;
}

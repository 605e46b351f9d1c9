import { parserOf, type Cursor } from './cursor';
import type { Assigned, UpdateAction } from './syntax';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof sections)[number];

function operand(cursor: Cursor): Assigned {
  if (cursor.accept('(')) {
    const inner = operand(cursor);
    cursor.expect(')');
    return inner;
  }
  const name = cursor.functionName();
  if (name !== undefined) return call(cursor, name);
  return cursor.seesKind('value') ? cursor.value() : cursor.path();
}

function call(cursor: Cursor, name: string): Assigned {
  cursor.expect('(');
  const operands = cursor.list(() => operand(cursor));
  cursor.expect(')');
  if (name !== 'if_not_exists' && name !== 'list_append') {
    cursor.note('unknown function', `Invalid function name; function: ${name}`);
    return { kind: 'list_append', operands };
  }
  if (operands.length !== 2) {
    cursor.note(
      'operands',
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  return { kind: name, operands };
}

/** A value, a sum or a difference, in any number of parentheses. */
function assigned(cursor: Cursor): Assigned {
  const left = cursor.accept('(') ? parenthesised(cursor) : operand(cursor);
  const kind = cursor.accept('+') ? 'plus' : cursor.accept('-') ? 'minus' : undefined;
  return kind === undefined ? left : { kind, operands: [left, operand(cursor)] };
}

function parenthesised(cursor: Cursor): Assigned {
  const inner = assigned(cursor);
  cursor.expect(')');
  return inner;
}

function action(cursor: Cursor, kind: Section): UpdateAction {
  const path = cursor.path();
  if (kind === 'REMOVE') return { kind, path };
  if (kind !== 'SET') return { kind, path, value: cursor.value() };
  cursor.expect('=');
  return { kind, path, value: assigned(cursor) };
}

/** Parses an update expression into its actions, in their order; remembered by its text. */
export const parseUpdate = parserOf<readonly UpdateAction[]>((cursor) => {
  const actions: UpdateAction[] = [];
  const seen = new Set<Section>();
  do {
    const section = sections.find((word) => cursor.accept(word));
    if (section === undefined) return cursor.failHere();
    if (seen.has(section)) {
      cursor.note('section', `The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    actions.push(...cursor.list(() => action(cursor, section)));
  } while (!cursor.seesKind('end'));
  return actions;
});

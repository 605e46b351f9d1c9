import { attributeOf, setAttribute, type AttributeValue, type Item } from '../value/attribute-value';
import type { DocumentPath } from './bindings';

/** As AWS shows a path in a message: `[a, b, [0]]`. */
export function showPath(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

function child(parent: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return parent.L?.[step];
  return parent.M === undefined ? undefined : attributeOf(parent.M, step);
}

/** The value at a path of an item, undefined where any step of it is missing or of another type. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value = attributeOf(item, path[0] as string);
  for (let step = 1; step < path.length && value !== undefined; step++) {
    value = child(value, path[step] as string | number);
  }
  return value;
}

/**
 * Why two of an expression's paths can't stand together, in AWS's words: one leads through the other, or one takes for
 * a list what the other takes for a map. Undefined if all can.
 */
export function pathClash(paths: readonly DocumentPath[]): string | undefined {
  for (const [index, path] of paths.entries()) {
    for (const earlier of paths.slice(0, index)) {
      const clash = clashOf(earlier, path);
      if (clash !== undefined) {
        const both = `path one: ${showPath(earlier)}, path two: ${showPath(path)}`;
        return `Two document paths ${clash} with each other; must remove or rewrite one of these paths; ${both}`;
      }
    }
  }
  return undefined;
}

function clashOf(one: DocumentPath, two: DocumentPath): 'overlap' | 'conflict' | undefined {
  const length = Math.min(one.length, two.length);
  for (let step = 0; step < length; step++) {
    if (typeof one[step] !== typeof two[step]) return 'conflict';
    if (one[step] !== two[step]) return undefined;
  }
  return 'overlap';
}

/**
 * The part of an item that paths lead to, in the shape it has there; of a list only the elements asked for, in their
 * order and without gaps.
 */
export function project(item: Item, paths: readonly DocumentPath[]): Item {
  const projected: Item = {};
  const lists: AttributeValue[] = [];
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value !== undefined) place({ M: projected }, path, value, lists);
  }
  for (const list of lists) list.L = (list.L ?? []).filter(() => true);
  return projected;
}

/** Puts a value at a path, making the maps and (sparse) lists on the way. */
function place(root: AttributeValue, path: DocumentPath, value: AttributeValue, lists: AttributeValue[]): void {
  let parent = root;
  for (const [index, step] of path.entries()) {
    const next = index === path.length - 1 ? value : (child(parent, step) ?? {});
    if (typeof step === 'number') {
      if (parent.L === undefined) {
        parent.L = [];
        lists.push(parent);
      }
      parent.L[step] = next;
    } else {
      parent.M ??= {};
      setAttribute(parent.M, step, next);
    }
    parent = next;
  }
}

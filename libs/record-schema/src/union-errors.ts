import type * as t from 'io-ts';
import { bare } from './structure';

type Errors = readonly t.ValidationError[];

const isUnion = (entry: t.ContextEntry | undefined): boolean =>
  entry !== undefined && bare(entry.type)._tag === 'UnionType';

/**
 * io-ts gives the errors of every alternative of a union. A person is told those of one: of the only alternative whose
 * shape the value had, or else that it was none of them, which is an error at the union itself.
 */
export function withoutAlternatives(errors: Errors, from = 0): Errors {
  return groups(errors, (error) => pathToUnion(error, from)).flatMap((group) => {
    const depth = unionOf(group[0], from);
    if (depth === undefined) return group;
    const alternatives = groups(group, ({ context }) => context[depth + 1]?.key ?? '');
    const shaped = alternatives.filter((errorsOfOne) => errorsOfOne.every(({ context }) => context.length > depth + 2));
    const [told] = alternatives.length === 1 ? alternatives : shaped.length === 1 ? shaped : [];
    return told ? withoutAlternatives(told, depth + 1) : noneOf(group[0], depth);
  });
}

/** Depth of the first union of an error's context at or below `from`. */
function unionOf(error: t.ValidationError | undefined, from: number): number | undefined {
  const depth = error?.context.findIndex((entry, index) => index >= from && isUnion(entry)) ?? -1;
  return depth < 0 ? undefined : depth;
}

/** Errors of one value of one union have the same; an error of no union has none. */
function pathToUnion(error: t.ValidationError, from: number): string | undefined {
  const depth = unionOf(error, from);
  return depth === undefined ? undefined : JSON.stringify(error.context.slice(0, depth + 1).map(({ key }) => key));
}

function noneOf(error: t.ValidationError | undefined, depth: number): Errors {
  if (!error) return [];
  return [{ context: error.context.slice(0, depth + 1), value: error.context[depth]?.actual }];
}

/** Errors with the same key together, in the order of their first; those without a key stand alone. */
function groups(errors: Errors, keyOf: (error: t.ValidationError) => string | undefined): readonly Errors[] {
  const known = new Map<string, t.ValidationError[]>();
  const all: t.ValidationError[][] = [];
  for (const error of errors) {
    const key = keyOf(error);
    const group = key === undefined ? undefined : known.get(key);
    if (group) group.push(error);
    else {
      all.push([error]);
      const fresh = all.at(-1);
      if (key !== undefined && fresh) known.set(key, fresh);
    }
  }
  return all;
}

import type { Bindings, DocumentPath } from '../expression/bindings';
import { pathClash } from '../expression/document-path';
import { parseProjection } from '../expression/parse-projection';

/**
 * The paths of a projection expression; undefined, meaning whole items, if there is none.
 * @throws ValidationFault for an expression that can't be evaluated.
 */
export function openProjection(text: string | undefined, bindings: Bindings): readonly DocumentPath[] | undefined {
  if (text === undefined) return undefined;
  const paths = bindings.open('ProjectionExpression', parseProjection(text)).map((path) => bindings.path(path));
  const clash = pathClash(paths);
  if (clash !== undefined) throw bindings.fault('ProjectionExpression', clash);
  return paths;
}

import { canonicalJson } from './canonical-json';
import type { Entry } from './entry';
import type { AttributeValue, Image } from './image';

/** What one field was and became; absent where it was not there. */
export interface FieldChange {
  /** `payload.lines[2].price` */
  readonly path: string;
  readonly before?: AttributeValue;
  readonly after?: AttributeValue;
}

/**
 * Field by field, what changed between two entries of one key, in the order of the paths' names; an absent entry is an
 * item that is not there. Maps and lists are walked, everything else is compared as a whole.
 */
export const diffEntries = (before: Entry | undefined, after: Entry | undefined): readonly FieldChange[] =>
  diffMembers(membersOf(before?.image ?? {}, ''), membersOf(after?.image ?? {}, ''));

type Members = ReadonlyMap<string, AttributeValue>;

const membersOf = (image: Image, path: string): Members =>
  new Map(Object.entries(image).map(([name, value]) => [path === '' ? name : `${path}.${name}`, value]));

const elementsOf = (list: readonly AttributeValue[], path: string): Members =>
  new Map(list.map((value, index) => [`${path}[${index}]`, value]));

function diffMembers(before: Members, after: Members): readonly FieldChange[] {
  const names = [...before.keys(), ...[...after.keys()].filter((name) => !before.has(name))];
  return names.flatMap((path) => diffValue(path, before.get(path), after.get(path)));
}

function diffValue(path: string, before?: AttributeValue, after?: AttributeValue): readonly FieldChange[] {
  if (before && after && 'M' in before && 'M' in after) {
    return diffMembers(membersOf(before.M, path), membersOf(after.M, path));
  }
  if (before && after && 'L' in before && 'L' in after) {
    return diffMembers(elementsOf(before.L, path), elementsOf(after.L, path));
  }
  if (before && after && canonicalJson(before) === canonicalJson(after)) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

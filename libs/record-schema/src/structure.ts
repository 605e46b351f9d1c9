/** What the codecs of io-ts tell of themselves, as far as paths, messages and redaction need it. */
export interface Structure {
  readonly _tag?: string;
  readonly name: string;
  /** Of objects, by member. */
  readonly props?: Readonly<Record<string, Structure>>;
  /** What a codec surrounds: of an array its elements, of an optional field its value. */
  readonly type?: Structure;
  /** Of unions and intersections. */
  readonly types?: readonly Structure[];
  /** Of `optional` and the like: what is expected beside `type`, as `, or null`. */
  readonly besides?: string;
}

const AROUND = new Set(['OptionalType', 'ExactType', 'ReadonlyType', 'RefinementType', 'RecursiveType']);

/** A codec without what surrounds it: optional, exact, readonly and the like say nothing of where its members are. */
export function bare(structure: Structure): Structure {
  let inner = structure;
  while (inner._tag !== undefined && AROUND.has(inner._tag) && inner.type) inner = inner.type;
  return inner;
}

export const isArray = (structure: Structure): boolean =>
  structure._tag === 'ArrayType' || structure._tag === 'ReadonlyArrayType';

/** The members that an object's codec names; undefined where it is none, or names none. */
export function membersOf(structure: Structure): ReadonlyMap<string, Structure> | undefined {
  const { _tag, props, types } = bare(structure);
  if (props && (_tag === 'InterfaceType' || _tag === 'PartialType')) return new Map(Object.entries(props));
  if (!types || _tag !== 'IntersectionType') return undefined;
  return new Map(types.flatMap((type) => [...(membersOf(type) ?? [])]));
}

/** Whether a path of member names, `customer.email`, leads to a member; arrays on the way are stepped into. */
export function knowsPath(structure: Structure, path: string): boolean {
  let at: Structure | undefined = structure;
  for (const name of path.split('.')) {
    for (at = bare(at); isArray(at) && at.type; at = bare(at.type));
    at = membersOf(at)?.get(name);
    if (!at) return false;
  }
  return true;
}

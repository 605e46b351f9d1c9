import { quoted } from './json-text';

/** The name of a member, and what stands before its value in JSON. */
export interface MemberName {
  readonly name: string;
  /** `"name":` */
  readonly text: string;
  /** Where `Object.values` has its value. */
  readonly at: number;
}

interface MemberNames {
  readonly names: readonly string[];
  readonly asTheyCame: readonly MemberName[];
  readonly sorted: readonly MemberName[];
}

/** Of the object that was last seen at each depth: the records of a dataset have the same members nearly always. */
const lastSeen: MemberNames[] = [];

/** Deeper than any item is: what nests so deep is nobody's record, and not worth remembering. */
const REMEMBERED = 32;

/**
 * The names of an object's members, in their own order and sorted by UTF-16 code units.
 * @param depth of the object in its item, by which it is known again; a wrong one only costs time
 */
export function memberNames(members: object, depth: number): MemberNames {
  const names = Object.keys(members);
  const last = lastSeen[depth];
  if (last && isSame(names, last.names)) return last;
  const asTheyCame = names.map((name, at) => ({ name, text: `${quoted(name)}:`, at }));
  const sorted = [...asTheyCame].sort((one, other) => (one.name < other.name ? -1 : 1));
  const found = { names, asTheyCame, sorted };
  if (depth < REMEMBERED) lastSeen[depth] = found;
  return found;
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let index = 0; index < names.length; index += 1) if (names[index] !== others[index]) return false;
  return true;
}

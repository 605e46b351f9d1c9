/**
 * A row without members called `__proto__`. `JSON.parse` makes them ordinary members, but a codec that copies the row
 * would turn one into the copy's prototype: members that were never delivered would then be read through it.
 * Most rows have none and are returned as they are. As deep as the row, which its reader bounds.
 */
export function ownMembers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return changed(value, value.keys()) ?? value;
  // Decimals and the like are values. Rows may come without a prototype; their copies would have one.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const row = value as Record<string, unknown>;
  if (!Object.hasOwn(row, '__proto__')) return changed(row, Object.keys(row)) ?? row;
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, member]) => (name === '__proto__' ? [] : [[name, ownMembers(member)]])),
  );
}

/** A copy with its members' own members, if any of them has others. */
function changed<K extends PropertyKey>(value: object, names: Iterable<K>): unknown {
  const members = value as Record<PropertyKey, unknown>;
  let copy: Record<PropertyKey, unknown> | undefined;
  for (const name of names) {
    const member = members[name];
    if (typeof member !== 'object' || member === null) continue;
    const own = ownMembers(member);
    if (own === member) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<PropertyKey, unknown>;
    copy[name] = own;
  }
  return copy;
}

/** A value as text that equal values share: members and sets in order, what is absent left out. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (member instanceof Set) return { set: [...member].map(String).sort() };
    if (member instanceof Map) return Object.fromEntries([...member].sort());
    if (isNumberSet(member)) return `NS ${[...member.NS].sort().join(' ')}`;
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** What a call came to: its result, or the name of its error with the item that a failed condition shows. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    return canonical((await call()) ?? null);
  } catch (error) {
    const { name, Item } = error as { readonly name: string; readonly Item?: unknown };
    return Item === undefined ? name : `${name} ${canonical(Item)}`;
  }
}

/** A set on the wire: its order says nothing. */
const isNumberSet = (value: unknown): value is { readonly NS: readonly string[] } =>
  typeof value === 'object' &&
  value !== null &&
  'NS' in value &&
  Array.isArray(value.NS) &&
  Object.keys(value).length === 1;

/** A text that JSON writes as it is: no quote, no backslash, no control character, no surrogate. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/**
 * JSON with the members of every object sorted by their UTF-16 units, and no white space: equal values, equal bytes.
 * Members that are `undefined` are not written.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of sorted(Object.keys(members))) {
    const member = members[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Most objects of a trail are one typed value, which is in order. */
const sorted = (names: string[]): string[] => (names.length > 1 ? names.sort() : names);

/** Most texts of a trail are plain, and telling so costs a fraction of what JSON.stringify does. */
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

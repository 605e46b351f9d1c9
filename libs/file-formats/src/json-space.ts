/** The white space of JSON (RFC 8259, section 2); `trim` would take more. */
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** Index of the first character at or after `from` that is no white space; the text's length where there is none. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Index behind the last character before `to` that is no white space; `from` where there is none. */
export function trimSpaces(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

import { JsonText } from './json-text';

/** Digits that a double keeps, whatever they are (IEEE 754 binary64). */
const exactDigits = 15;
/** Digits, leading zeros included, up to which a number without exponent is in a double's range. */
const rangeDigits = 300;

const stringBody = /[^"\\]*/y;
const numberBody = /[\d.eE+-]*/y;

/** Index behind what the sticky pattern matches at `at`. */
function behind(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Whether a JSON number literal may become another number when it is read as a double. */
export function isLongNumber(literal: string): boolean {
  if (/[eE]/.test(literal)) return true;
  if (literal.length <= exactDigits) return false;
  const digits = literal.replace(/[-.]/g, '');
  return digits.length > rangeDigits || digits.replace(/^0+/, '').length > exactDigits;
}

/** Whether valid JSON text holds a number with more than 15 significant digits or an exponent. */
export function showsLongNumber(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = behind(stringBody, text, at + 1);
      while (text.charCodeAt(at) === 92) at = behind(stringBody, text, at + 2);
      at += 1;
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      const end = behind(numberBody, text, at);
      if (isLongNumber(text.slice(at, end))) return true;
      at = end;
    } else at += 1;
  }
  return false;
}

/** The value of valid JSON text, its numbers made from their literals. */
export function parseExactly(text: string, number: (literal: string) => unknown): unknown {
  return new JsonText(text, number).parse();
}

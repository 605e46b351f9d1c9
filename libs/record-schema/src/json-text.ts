// eslint-disable-next-line no-control-regex -- what JSON must escape
const ESCAPED = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** A text as JSON: most have nothing to escape, and finding that out is cheaper than `JSON.stringify`. */
export const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

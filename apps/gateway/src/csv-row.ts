/** The fields of one row of a CSV; undefined where the text is not one row of legal quoting. */
export function splitRow(text: string, delimiter: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const read = quotedField(text, at);
      if (read === undefined) return undefined;
      fields.push(read.field);
      at = read.end;
    } else {
      const stop = text.indexOf(delimiter, at);
      const field = text.slice(at, stop < 0 ? undefined : stop);
      if (/["\r\n]/.test(field)) return undefined;
      fields.push(field);
      at += field.length;
    }
    if (at >= text.length) return fields;
    if (text[at] !== delimiter) return undefined;
    at += 1;
  }
}

function quotedField(text: string, start: number): { readonly field: string; readonly end: number } | undefined {
  let field = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { field, end: quote + 1 };
    field += '"';
    at = quote + 2;
  }
}

/** What spreadsheets take for a formula, unless it is a number (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** A text that no spreadsheet calculates: an apostrophe before it, which spreadsheets do not show. */
export const guarded = (field: string): string => (FORMULA.test(field) && !NUMBER.test(field) ? `'${field}` : field);

/** A field as RFC 4180 writes it. */
export const quoted = (field: string, delimiter: string): string =>
  /["\r\n]/.test(field) || field.includes(delimiter) || field !== field.trim()
    ? `"${field.replaceAll('"', '""')}"`
    : field;

/** One row of legal quoting, without its line end, in which no field is one that a spreadsheet would calculate. */
export const rowText = (fields: readonly string[], delimiter: string): string =>
  fields.map((field) => quoted(guarded(field), delimiter)).join(delimiter);

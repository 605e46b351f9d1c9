/** Values of the variables of a line, by their name behind `$context.`. */
export type LineValues = Readonly<Record<string, string | number | undefined>>;

/**
 * A line of an access log: each `$context.<name>` of the format with its value, `-` where it has none.
 * Source: API Gateway Developer Guide, "Customize HTTP API access logs".
 */
export const accessLine = (format: string, values: LineValues): string =>
  format.replace(/\$context\.([A-Za-z][\w.]*\w)/g, (_, name: string) => {
    const value = values[name];
    return value === undefined || value === '' ? '-' : JSON.stringify(String(value)).slice(1, -1);
  });

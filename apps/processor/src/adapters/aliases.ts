/**
 * `#name` for every `name`: DynamoDB reserves some six hundred words (`rows` and `stored` among them), and an
 * expression whose every name is an alias need not know which.
 */
export function aliases(...expressions: readonly string[]): Record<string, string> {
  const names = expressions.flatMap((expression) => expression.match(/#[A-Za-z][A-Za-z0-9]*/g) ?? []);
  return Object.fromEntries(names.map((alias) => [alias, alias.slice(1)]));
}

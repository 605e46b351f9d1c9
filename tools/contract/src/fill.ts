import type { Json, JsonObject } from './case';

/** What the texts of a case may refer to: resources by role, and answers of earlier steps by their names. */
export type Scope = Readonly<Record<string, Json>>;

/**
 * Fills a part of a case from its scope.
 *
 * - `"${put.VersionId}"` is the value at that path, whatever its type; within a longer text it becomes text.
 * - `{"$repeat": ["ab", 3]}` is the text `ababab`, so that a case can hold 400 KB without being it.
 *
 * What only a client can make (`$base64` bytes, a `$date`, a `$stream`) is left to it.
 * @throws Error naming a path that leads nowhere
 */
export function fill(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return fillText(value, scope);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member: Json) => fill(member, scope));
  const object = value as JsonObject;
  const repeat = object['$repeat'];
  if (Array.isArray(repeat)) return String(fill(repeat[0] as Json, scope)).repeat(Number(repeat[1]));
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => [String(fillText(name, scope)), fill(member, scope)]),
  );
}

export const fillObject = (value: JsonObject, scope: Scope): JsonObject => fill(value, scope) as JsonObject;

function fillText(text: string, scope: Scope): Json {
  const whole = /^\$\{([^}]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole, scope);
  return text.replace(/\$\{([^}]+)\}/g, (_, path: string) => String(lookUp(path, scope)));
}

function lookUp(path: string, scope: Scope): Json {
  let value: Json | undefined = scope;
  for (const name of path.split('.')) value = (value as Record<string, Json> | null | undefined)?.[name];
  if (value === undefined) throw new Error(`\${${path}} is nothing: no resource and no earlier answer has it.`);
  return value;
}

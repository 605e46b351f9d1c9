import { isLeft } from 'fp-ts/Either';
import type * as t from 'io-ts';
import { type InputFault, Refusal } from './errors';

/** More say nothing more. */
const MAX_FAULTS = 20;
const MAX_SHOWN = 100;

/**
 * Reads one part of a request.
 * @throws Refusal naming every value that does not fit, where it is, and what was expected
 */
export function decode<A>(codec: t.Type<A, unknown>, value: unknown, where: 'path' | 'query' | 'body'): A {
  const decoded = codec.decode(value);
  if (!isLeft(decoded)) return decoded.right;
  const faults = new Map(decoded.left.map((error) => [pathOf(error, where), faultOf(error, where)]));
  throw new Refusal(
    'invalid-input',
    `The ${where} of the request does not fit: see faults, and /openapi.json.`,
    [...faults.values()].slice(0, MAX_FAULTS),
  );
}

/** Without the numbers by which io-ts counts the members of an intersection. */
function pathOf({ context }: t.ValidationError, where: string): string {
  return context.reduce((path, { key }, index) => {
    if (key === '') return path;
    const parent = context[index - 1]?.type as { readonly _tag?: string } | undefined;
    if (parent?._tag === 'IntersectionType' || parent?._tag === 'UnionType') return path;
    return /^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`;
  }, where);
}

function faultOf(error: t.ValidationError, where: string): InputFault {
  const expected = error.context.at(-1)?.type.name ?? 'something else';
  const path = pathOf(error, where);
  if (error.value === undefined) return { path, message: `It is missing: expected ${expected}.` };
  const shown = JSON.stringify(error.value) ?? String(error.value);
  const actual = shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown;
  return { path, message: `It is ${actual}: expected ${expected}.` };
}

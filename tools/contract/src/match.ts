import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from './case';

type Matcher = (found: Json | undefined, argument: Json, at: string) => string | undefined;

/** What may stand in an expectation beside plain JSON: an object with one of these as its only member. */
const MATCHERS: Readonly<Record<string, Matcher>> = {
  /** A text that a regular expression fits. */
  $like: (found, pattern, at) =>
    typeof found === 'string' && new RegExp(String(pattern), 's').test(found)
      ? undefined
      : differs(at, `a text like ${String(pattern)}`, found),
  $absent: (found, _, at) => (found === undefined ? undefined : differs(at, 'nothing', found)),
  $present: (found, _, at) => (found === undefined ? differs(at, 'something', found) : undefined),
  /** This and nothing more, at any depth. */
  $exactly: (found, wanted, at) => match(found, wanted, at) ?? surplus(found, wanted, at),
  /** So many characters or members. */
  $length: (found, length, at) =>
    (typeof found === 'string' || Array.isArray(found)) && found.length === length
      ? undefined
      : differs(at, `${show(length)} of them`, found),
  /** A number, or the text of one, from the first to the second. */
  $between: (found, range, at) => {
    const [least, most] = range as readonly number[];
    const holds = found !== undefined && Number(found) >= Number(least) && Number(found) <= Number(most);
    return holds ? undefined : differs(at, `from ${least} to ${most}`, found);
  },
  $not: (found, other, at) => (isDeepStrictEqual(found, other) ? differs(at, `not ${show(other)}`, found) : undefined),
  /** These in any order. */
  $anyOrder: (found, wanted, at) => {
    const [left, missing] = [[...asList(found)], [] as Json[]];
    for (const each of asList(wanted)) {
      const index = left.findIndex((candidate) => match(candidate, each, at) === undefined);
      if (index < 0) missing.push(each);
      else left.splice(index, 1);
    }
    return missing.length + left.length === 0 ? undefined : differs(at, `in any order ${show(wanted)}`, found);
  },
  /** A text that is JSON, matched in its turn. */
  $json: (found, wanted, at) => {
    try {
      return match(JSON.parse(String(found)) as Json, wanted, at);
    } catch {
      return differs(at, 'JSON', found);
    }
  },
};

/**
 * Compares what was found with what is wanted: objects need the members wanted and may have more, lists have the
 * same length and order, all else is equal.
 * @returns the first difference, as a sentence; undefined where there is none
 */
export function match(found: Json | undefined, wanted: Json, at = ''): string | undefined {
  if (wanted === null || typeof wanted !== 'object')
    return found === wanted ? undefined : differs(at, show(wanted), found);
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return differs(at, show(wanted), found);
    return first(wanted.map((each: Json, index) => () => match(found[index] as Json, each, `${at}[${index}]`)));
  }
  const object = wanted as JsonObject;
  const [only, ...others] = Object.keys(object);
  if (only?.startsWith('$') && others.length === 0) {
    const matcher = MATCHERS[only];
    if (!matcher) throw new Error(`There is no matcher ${only}, only ${Object.keys(MATCHERS).join(', ')}.`);
    return matcher(found, object[only] as Json, at);
  }
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return differs(at, show(wanted), found);
  const members = found as JsonObject;
  const path = (name: string) => (at === '' ? name : `${at}.${name}`);
  return first(
    Object.entries(object).map(
      ([name, each]) =>
        () =>
          match(members[name], each, path(name)),
    ),
  );
}

/** The first member that is there and not wanted, at any depth, of what matches already. */
function surplus(found: Json | undefined, wanted: Json, at: string): string | undefined {
  if (found === null || typeof found !== 'object' || wanted === null || typeof wanted !== 'object') return undefined;
  const names = Object.keys(found);
  const extra = names.find((name) => !Object.hasOwn(wanted, name));
  const of = (value: object, name: string) => (value as Record<string, Json>)[name] as Json;
  const path = (name: string) => (Array.isArray(found) ? `${at}[${name}]` : inside(at, name));
  if (extra !== undefined) return differs(path(extra), 'nothing', of(found, extra));
  return first(names.map((name) => () => surplus(of(found, name), of(wanted, name), path(name))));
}

const inside = (at: string, name: string) => (at === '' ? name : `${at}.${name}`);

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const difference = check();
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/** Long texts are told by their beginning. */
const SHOWN = 300;
const show = (value: Json | undefined): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
};

const differs = (at: string, wanted: string, found: Json | undefined): string =>
  `${at === '' ? 'the answer' : at}: expected ${wanted}, got ${show(found)}`;

import type * as t from 'io-ts';
import { leaf } from './leaf';

/** Words that are compared one by one; a set is faster beyond. */
const QUICK_WORDS = 8;

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(...words: W): t.Type<W[number]> {
  const known = new Set<unknown>(words);
  const is = (value: unknown): value is W[number] => known.has(value);
  return leaf(
    `one of ${words.join(', ')}`,
    is,
    (value) => {
      if (is(value)) return { value };
      return { fault: typeof value === 'string' ? 'field.range' : 'field.type' };
    },
    (name) =>
      words
        .slice(0, QUICK_WORDS)
        .map((word) => `${name} === ${JSON.stringify(word)}`)
        .join(' || ') || 'false',
  );
}

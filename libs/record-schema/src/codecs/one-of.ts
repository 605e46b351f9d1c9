import type * as t from 'io-ts';
import { leaf } from './leaf';

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(...words: W): t.Type<W[number]> {
  const known = new Set<unknown>(words);
  const is = (value: unknown): value is W[number] => known.has(value);
  return leaf(`one of ${words.join(', ')}`, is, (value) => {
    if (is(value)) return { value };
    return { fault: typeof value === 'string' ? 'field.range' : 'field.type' };
  });
}

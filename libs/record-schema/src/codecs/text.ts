import type * as t from 'io-ts';
import { leaf } from './leaf';

export interface TextLength {
  /** In UTF-16 code units, as JavaScript counts. */
  readonly min?: number;
  readonly max?: number;
}

/** A text; by default one that is not empty. */
export function text({ min = 1, max }: TextLength = {}): t.Type<string> {
  const expected =
    max !== undefined
      ? `a text of ${min} to ${max} characters`
      : min === 1
        ? 'a text that is not empty'
        : `a text of at least ${min} characters`;
  const fits = (value: string) => value.length >= min && (max === undefined || value.length <= max);
  return leaf(
    expected,
    (value): value is string => typeof value === 'string' && fits(value),
    (value) => {
      if (typeof value !== 'string') return { fault: 'field.type' };
      return fits(value) ? { value } : { fault: 'field.range' };
    },
    (name) =>
      `typeof ${name} === 'string' && ${name}.length >= ${min}${max === undefined ? '' : ` && ${name}.length <= ${max}`}`,
  );
}

/** A text of a given form; `expected` says it in words. The pattern must be linear and anchored. */
export function pattern(form: RegExp, expected: string): t.Type<string> {
  return leaf(
    expected,
    (value): value is string => typeof value === 'string' && form.test(value),
    (value) => {
      if (typeof value !== 'string') return { fault: 'field.type' };
      return form.test(value) ? { value } : { fault: 'field.format' };
    },
  );
}

import * as t from 'io-ts';

/** A JSON Schema of 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A codec of one value that also says what it is to people (its name) and to machines (its schema). */
export class Described<A, O = A> extends t.Type<A, O> {
  readonly _tag = 'Described';
  constructor(
    expected: string,
    readonly schema: JsonSchema,
    is: t.Is<A>,
    validate: t.Validate<unknown, A>,
    encode: t.Encode<A, O>,
  ) {
    super(expected, is, validate, encode);
  }
}

/** A value that is taken as it comes. */
export const described = <A>(expected: string, schema: JsonSchema, is: t.Is<A>): Described<A> =>
  new Described(
    expected,
    schema,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );

/** A text of a form; the pattern is that of the schema, too. */
export const written = (expected: string, form: RegExp, schema: JsonSchema = {}): Described<string> =>
  described(
    expected,
    { type: 'string', pattern: form.source, description: expected, ...schema },
    (value): value is string => typeof value === 'string' && form.test(value),
  );

export const wholeNumber = (minimum: number, maximum: number): Described<number> =>
  described(
    `a whole number from ${minimum} to ${maximum}`,
    { type: 'integer', minimum, maximum },
    (value): value is number => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  );

/** A whole number as a query writes it. */
export const wholeNumberText = (minimum: number, maximum: number): Described<number, string> => {
  const plain = wholeNumber(minimum, maximum);
  return new Described(
    plain.name,
    plain.schema,
    plain.is,
    (value, context) => {
      const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
      return plain.is(number) ? t.success(number) : t.failure(value, context);
    },
    String,
  );
};

export const oneOf = <const W extends readonly string[]>(...words: W): Described<W[number]> => {
  const known = new Set<unknown>(words);
  return described(`one of ${words.join(', ')}`, { type: 'string', enum: words }, (value): value is W[number] =>
    known.has(value),
  );
};

/** A list that is not empty, of at most so many. */
export class ListOf<A> extends t.Type<readonly A[], readonly unknown[]> {
  readonly _tag = 'ListOf';
  constructor(
    readonly element: t.Type<A, unknown>,
    readonly most: number,
  ) {
    const list = t.readonlyArray(element);
    const fits = (count: number) => count >= 1 && count <= most;
    super(
      `a list of 1 to ${most}`,
      (value): value is readonly A[] => list.is(value) && fits(value.length),
      (value, context) =>
        Array.isArray(value) && fits(value.length) ? list.validate(value, context) : t.failure(value, context),
      (value) => list.encode(value),
    );
  }
}
export const listOf = <A>(element: t.Type<A, unknown>, most: number) => new ListOf(element, most);

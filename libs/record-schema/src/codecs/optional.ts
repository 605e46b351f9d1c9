import * as t from 'io-ts';

/** A codec that also takes some nothing: what it surrounds is known to paths, messages and redaction. */
class OptionalType<A> extends t.Type<A> {
  readonly _tag = 'OptionalType';
  constructor(
    readonly type: t.Mixed,
    /** What a fault says beyond what `type` expects. */
    readonly besides: string,
    is: t.Is<A>,
    validate: t.Validate<unknown, A>,
  ) {
    super(`${type.name}${besides}`, is, validate, t.identity);
  }
}

/** A field that may be absent. */
export const optional = <A>(codec: t.Type<A, A>): t.Type<A | undefined> =>
  new OptionalType(
    codec,
    '',
    (value): value is A | undefined => value === undefined || codec.is(value),
    (value, context) => (value === undefined ? t.success(undefined) : codec.validate(value, context)),
  );

/** A field that may be `null`. */
export const nullable = <A>(codec: t.Type<A, A>): t.Type<A | null> =>
  new OptionalType(
    codec,
    ', or null',
    (value): value is A | null => value === null || codec.is(value),
    (value, context) => (value === null ? t.success(null) : codec.validate(value, context)),
  );

/** A CSV column that may be empty. */
export const optionalColumn = <A>(codec: t.Type<A, A>): t.Type<A | undefined> =>
  new OptionalType(
    codec,
    ', or nothing',
    (value): value is A | undefined => value === undefined || codec.is(value),
    (value, context) => (value === '' || value === undefined ? t.success(undefined) : codec.validate(value, context)),
  );

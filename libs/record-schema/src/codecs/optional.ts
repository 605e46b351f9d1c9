import * as t from 'io-ts';

/** A field that may be absent. */
export const optional = <A>(codec: t.Type<A, A>): t.Type<A | undefined> =>
  new t.Type<A | undefined>(
    codec.name,
    (value): value is A | undefined => value === undefined || codec.is(value),
    (value, context) => (value === undefined ? t.success(undefined) : codec.validate(value, context)),
    t.identity,
  );

/** A field that may be `null`. */
export const nullable = <A>(codec: t.Type<A, A>): t.Type<A | null> =>
  new t.Type<A | null>(
    `${codec.name}, or null`,
    (value): value is A | null => value === null || codec.is(value),
    (value, context) => (value === null ? t.success(null) : codec.validate(value, context)),
    t.identity,
  );

/** A CSV column that may be empty. */
export const optionalColumn = <A>(codec: t.Type<A, A>): t.Type<A | undefined> =>
  new t.Type<A | undefined>(
    `${codec.name}, or nothing`,
    (value): value is A | undefined => value === undefined || codec.is(value),
    (value, context) => (value === '' || value === undefined ? t.success(undefined) : codec.validate(value, context)),
    t.identity,
  );

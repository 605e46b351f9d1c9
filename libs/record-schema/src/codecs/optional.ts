import * as t from 'io-ts';

/** A codec that also takes some nothing: what it surrounds is known to paths, messages and redaction. */
export class OptionalType<A, N extends null | undefined> extends t.Type<A | N> {
  readonly _tag = 'OptionalType';
  constructor(
    readonly type: t.Type<A, A>,
    /** What a fault says beyond what `type` expects. */
    readonly besides: string,
    /** What the record holds for nothing. */
    readonly nothing: N,
    /** What may stand for nothing, beside `nothing` itself. */
    readonly blank?: '',
  ) {
    super(
      `${type.name}${besides}`,
      (value): value is A | N => value === nothing || type.is(value),
      (value, context) =>
        value === nothing || (blank !== undefined && value === blank)
          ? t.success(nothing)
          : type.validate(value, context),
      t.identity,
    );
  }
}

/** A field that may be absent. */
export const optional = <A>(codec: t.Type<A, A>): t.Type<A | undefined> => new OptionalType(codec, '', undefined);

/** A field that may be `null`. */
export const nullable = <A>(codec: t.Type<A, A>): t.Type<A | null> => new OptionalType(codec, ', or null', null);

/** A CSV column that may be empty. */
export const optionalColumn = <A>(codec: t.Type<A, A>): t.Type<A | undefined> =>
  new OptionalType(codec, ', or nothing', undefined, '');

import * as t from 'io-ts';
import type { FaultCode } from '../fault';

/** What a leaf says of a value: the value as the record holds it, or the code of its fault. */
export type LeafAnswer<A> = { readonly value: A } | { readonly fault: FaultCode };

/**
 * A codec of one value. Its name is what a fault says was expected; the code travels in the validation error's message.
 * `encode` is the identity: a record is written as it is held.
 */
export class LeafType<A> extends t.Type<A> {
  readonly _tag = 'LeafType';
  constructor(
    expected: string,
    is: t.Is<A>,
    readonly read: (value: unknown) => LeafAnswer<A>,
    /** Whether every value is read as itself: it is valid then where `is` holds, and nothing else needs asking. */
    readonly keeps: boolean,
    /** Code that holds of a value called so only if it is valid: what spares most values of a compiled codec a call. */
    readonly quick?: (name: string) => string,
  ) {
    super(
      expected,
      is,
      (value, context) => {
        const answer = read(value);
        return 'value' in answer ? t.success(answer.value) : t.failure(value, context, answer.fault);
      },
      t.identity,
    );
  }
}

/** A codec of values that the record holds as they came. */
export const leaf = <A>(
  expected: string,
  is: t.Is<A>,
  read: (value: unknown) => LeafAnswer<A>,
  quick?: (name: string) => string,
): t.Type<A> => new LeafType(expected, is, read, true, quick);

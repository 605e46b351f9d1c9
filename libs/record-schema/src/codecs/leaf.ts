import * as t from 'io-ts';
import type { FaultCode } from '../fault';

/** What a leaf says of a value: the value as the record holds it, or the code of its fault. */
export type LeafAnswer<A> = { readonly value: A } | { readonly fault: FaultCode };

/**
 * A codec of one value. Its name is what a fault says was expected; the code travels in the validation error's message.
 * `encode` is the identity: a record is written as it is held.
 */
export const leaf = <A>(expected: string, is: t.Is<A>, read: (value: unknown) => LeafAnswer<A>): t.Type<A> =>
  new t.Type<A>(
    expected,
    is,
    (value, context) => {
      const answer = read(value);
      return 'value' in answer ? t.success(answer.value) : t.failure(value, context, answer.fault);
    },
    t.identity,
  );

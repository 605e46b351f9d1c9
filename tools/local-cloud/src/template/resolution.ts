import type { Place } from './attributes';
import type { Json } from './load-assembly';

/** `undefined` is what `AWS::NoValue` leaves: the property isn't there. */
export type Resolved = Json | undefined;

/** What an intrinsic function may ask for while it is resolved. */
export interface Resolution {
  /** Resolves an argument; `key` names it in a message. */
  readonly resolve: (value: Json, key?: string) => Resolved;
  readonly ref: (logicalId: string) => Resolved;
  readonly attribute: (logicalId: string, name: string) => Resolved;
  readonly condition: (name: string) => boolean;
  readonly importValue: (name: string) => Resolved;
  readonly findInMap: (map: string, first: string, second: string) => Resolved;
  readonly place: Place;
  /** @throws CannotRun saying where the expression is, what it is, and why it has no value */
  readonly refuse: (why: string) => never;
}

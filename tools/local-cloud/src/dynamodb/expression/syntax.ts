import type { AttributeType } from '../value/attribute-value';

/** One step into a document: an attribute's name, a `#placeholder` of one, or an index into a list. */
export type PathStep = string | number | { readonly placeholder: string };

export interface Path {
  readonly kind: 'path';
  readonly steps: readonly PathStep[];
}

/** A `:placeholder`. */
export interface ValueReference {
  readonly kind: 'value';
  readonly placeholder: string;
}

export interface SizeCall {
  readonly kind: 'size';
  readonly operands: readonly Operand[];
}

/** What stands beside an operator or in a function's parentheses, of conditions. */
export type Operand = Path | ValueReference | SizeCall;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export const conditionFunctions = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
] as const;
export type ConditionFunction = (typeof conditionFunctions)[number];

/** A condition on operands, without AND, OR and NOT. */
export type SimpleCondition =
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly operands: readonly [Operand, Operand] }
  | { readonly kind: 'between'; readonly operands: readonly [Operand, Operand, Operand] }
  | { readonly kind: 'in'; readonly operands: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: ConditionFunction; readonly operands: readonly Operand[] };

export type Condition =
  | { readonly kind: 'and'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | SimpleCondition;

/** What a SET action assigns. */
export type Assigned =
  | Path
  | ValueReference
  | { readonly kind: 'plus' | 'minus'; readonly operands: readonly [Assigned, Assigned] }
  | { readonly kind: 'if_not_exists' | 'list_append'; readonly operands: readonly Assigned[] };

export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly value: Assigned }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: ValueReference };

/** An expression's text, understood; or why it can't be, in AWS's words. */
export type Parsed<T> =
  | {
      readonly tree: T;
      /** The `#placeholders` and `:placeholders` in it, in the order of their first use. */
      readonly names: readonly string[];
      readonly values: readonly string[];
    }
  | { readonly fault: string };

/** The types a condition can order. */
export const orderedTypes: readonly AttributeType[] = ['S', 'N', 'B'];

import type { ConditionValues } from '../http/service';
import { matchesArn, matchesWildcard } from './wildcard';

/** One line of a `Condition` block: an operator, a key, and the values of the policy. */
export interface Condition {
  readonly operator: string;
  /** Lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

type Test = (policy: string, request: string) => boolean;

const numeric =
  (compare: (request: number, policy: number) => boolean): Test =>
  (policy, request) =>
    policy.trim() !== '' && request.trim() !== '' && compare(Number(request), Number(policy));

/** A date is ISO 8601 or seconds since 1970. */
const instant = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const date =
  (compare: (request: number, policy: number) => boolean): Test =>
  (policy, request) =>
    compare(instant(request), instant(policy));

const equals: Test = (policy, request) => policy === request;
const equalsIgnoreCase: Test = (policy, request) => policy.toLowerCase() === request.toLowerCase();

/** Operators that hold when one value of the policy passes the test. */
const positive: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringLike: matchesWildcard,
  // AWS documents ArnEquals and ArnLike to behave identically.
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: equalsIgnoreCase,
  NumericEquals: numeric((request, policy) => request === policy),
  NumericLessThan: numeric((request, policy) => request < policy),
  NumericLessThanEquals: numeric((request, policy) => request <= policy),
  NumericGreaterThan: numeric((request, policy) => request > policy),
  NumericGreaterThanEquals: numeric((request, policy) => request >= policy),
  DateEquals: date((request, policy) => request === policy),
  DateLessThan: date((request, policy) => request < policy),
  DateLessThanEquals: date((request, policy) => request <= policy),
  DateGreaterThan: date((request, policy) => request > policy),
  DateGreaterThanEquals: date((request, policy) => request >= policy),
};

/** Operators that hold when no value of the policy passes the test; so they hold, too, when the key is absent. */
const negated: Readonly<Record<string, Test>> = {
  StringNotEquals: equals,
  StringNotEqualsIgnoreCase: equalsIgnoreCase,
  StringNotLike: matchesWildcard,
  ArnNotEquals: matchesArn,
  ArnNotLike: matchesArn,
  NumericNotEquals: numeric((request, policy) => request === policy),
  DateNotEquals: date((request, policy) => request === policy),
};

type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

interface Operator {
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  readonly base: string;
}

function read(operator: string): Operator | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator);
  const base = match?.[2] ?? '';
  if (!match || (base !== 'Null' && !positive[base] && !negated[base])) return undefined;
  return { quantifier: match[1] as Quantifier, ifExists: match[3] !== undefined, base };
}

/** Whether {@link conditionHolds} can decide on the operator. */
export const isKnownOperator = (operator: string): boolean => read(operator) !== undefined;

/**
 * Whether a condition holds for the values that a request carries. Operators are those of {@link isKnownOperator};
 * any other never holds.
 * Source: IAM User Guide, "Condition operators" and "Set operators for multivalued context keys".
 */
export function conditionHolds({ operator, key, values }: Condition, request: ConditionValues): boolean {
  const known = read(operator);
  if (!known) return false;
  const carried = request[key];
  const present: readonly string[] = carried === undefined ? [] : typeof carried === 'string' ? [carried] : carried;
  if (known.base === 'Null') return values.some((value) => (value === 'true') === (present.length === 0));
  if (present.length === 0) {
    if (known.ifExists || known.quantifier === 'ForAllValues') return true;
    return known.quantifier === undefined && known.base in negated;
  }
  const passes = (value: string) => {
    const test = positive[known.base];
    if (test) return values.some((policy) => test(policy, value));
    return !values.some((policy) => negated[known.base]?.(policy, value));
  };
  // Without a quantifier AWS wants single values; of several, all must pass, which never allows more than it should.
  return known.quantifier === 'ForAnyValue' ? present.some(passes) : present.every(passes);
}

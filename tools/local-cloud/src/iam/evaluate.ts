import type { ConditionValues } from '../http/service';
import { conditionHolds } from './condition';
import type { Patterns, Policy, PrincipalPatterns, Statement } from './policy';
import { matchesWildcard } from './wildcard';

/** Who calls, as policies name it. */
export type Caller =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionArn: string; readonly account: string }
  | { readonly kind: 'service'; readonly service: string };

export interface Call {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionValues;
}

/** All policies that have a say in a call within one account. */
export interface Policies {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly resource: readonly Policy[];
}

type PolicyKind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

export type Decision =
  | { readonly allowed: true }
  /** `explicit`: a statement denies; otherwise no policy of the kind allows. */
  | { readonly allowed: false; readonly explicit: boolean; readonly by: PolicyKind };

const any = ({ not, patterns }: Patterns, text: string) =>
  patterns.some((pattern) => matchesWildcard(pattern, text)) !== not;

function namesCaller({ aws, services }: PrincipalPatterns, caller: Caller): boolean {
  // `"*"` and `{ "AWS": "*" }` are the same: everybody, services included.
  if (caller.kind === 'service') return aws.includes('*') || services.includes(caller.service);
  const { roleArn, sessionArn, account } = caller;
  const root = `arn:aws:iam::${account}:root`;
  return aws.some((principal) => ['*', account, root, roleArn, sessionArn].includes(principal));
}

/**
 * An `Allow` for the account itself hands the decision to the policies of its roles, and grants nothing alone;
 * a `Deny` for it reaches all of them.
 */
function grants({ aws }: PrincipalPatterns, caller: Caller): boolean {
  return (
    caller.kind === 'service' || aws.some((principal) => ['*', caller.roleArn, caller.sessionArn].includes(principal))
  );
}

function applies(statement: Statement, { caller, action, resource, context }: Call): boolean {
  const { actions, resources, principals, conditions } = statement;
  return (
    (!principals || namesCaller(principals, caller) !== principals.not) &&
    any(actions, action.toLowerCase()) &&
    (!resources || any(resources, resource)) &&
    conditions.every((condition) => conditionHolds(condition, context))
  );
}

const has = (policies: readonly Policy[], effect: Statement['effect'], call: Call, also = (_: Statement) => true) =>
  policies.some(({ statements }) =>
    statements.some((statement) => statement.effect === effect && also(statement) && applies(statement, call)),
  );

/** Whether a role's trust policy lets the caller take it, if the caller's own policies do; or forbids it. */
export const trusts = (trust: Policy, call: Call): boolean =>
  !has([trust], 'Deny', call) && has([trust], 'Allow', call);

/**
 * Decides on a call as IAM does within one account: an explicit deny anywhere wins; else the role's policies or the
 * resource's must allow, and the role's boundary, if it has one, must allow as well.
 * Source: IAM User Guide, "Policy evaluation logic for requests within a single account".
 */
export function evaluate(call: Call, { identity, boundary, resource }: Policies): Decision {
  const denied = (by: PolicyKind): Decision => ({ allowed: false, explicit: true, by });
  if (has(identity, 'Deny', call)) return denied('identity-based policy');
  if (has(resource, 'Deny', call)) return denied('resource-based policy');
  if (boundary && has([boundary], 'Deny', call)) return denied('permissions boundary');

  const granting = ({ principals }: Statement) =>
    principals !== undefined && (principals.not || grants(principals, call.caller));
  const byResource = has(resource, 'Allow', call, granting);
  if (call.caller.kind === 'service') {
    return byResource ? { allowed: true } : { allowed: false, explicit: false, by: 'resource-based policy' };
  }
  if (!byResource && !has(identity, 'Allow', call))
    return { allowed: false, explicit: false, by: 'identity-based policy' };
  if (boundary && !has([boundary], 'Allow', call))
    return { allowed: false, explicit: false, by: 'permissions boundary' };
  return { allowed: true };
}

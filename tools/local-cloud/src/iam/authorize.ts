import { AccessDenied, type ConditionValues, type Principal } from '../http/service';
import type { Plan, PlannedFunction } from '../template/planned';
import { type Call, type Decision, evaluate, type Policies, trusts } from './evaluate';
import { type Policy, readPolicy } from './policy';

export interface Authorizer {
  /**
   * Allows an operator everything, and a function what its role and the resource's policy allow.
   * @throws AccessDenied in AWS's words
   */
  authorize(principal: Principal, action: string, resourceArn: string, conditions: ConditionValues): void;
  /**
   * Lets a caller take a role that trusts it, if the caller's own policies allow it too.
   * @throws AccessDenied in AWS's words
   */
  mayAssume(principal: Principal, roleArn: string): void;
  /** As whom a caller is known: what `aws sts get-caller-identity` says. */
  arnOf(principal: Principal): string;
  /** Decides on a call that a service of AWS makes in its own name. */
  decideForService(service: string, action: string, resourceArn: string, conditions: ConditionValues): Decision;
}

export interface AuthorizerOptions {
  readonly plan: Pick<Plan, 'account' | 'region' | 'functions' | 'roles' | 'resourcePolicies'>;
  readonly clock: { now(): number };
}

/**
 * Traffic on the loopback interface stays on this machine, which is what a demand for TLS is after: it counts as
 * encrypted, else every policy that refuses plain HTTP would refuse the local cloud.
 */
const TRANSPORT: ConditionValues = { 'aws:securetransport': 'true', 's3:tlsversion': '1.3' };

/** `arn:aws:s3:::bucket/key` belongs to the policy of `arn:aws:s3:::bucket`. */
const resourceOwner = (arn: string) => (arn.startsWith('arn:aws:s3:::') ? (arn.split('/', 1)[0] ?? arn) : arn);

/**
 * Evaluates the policies of a plan, all of which are read now.
 * @throws CannotRun when a policy says something that can't be evaluated
 */
export function createAuthorizer({ plan, clock }: AuthorizerOptions): Authorizer {
  const { account, region } = plan;
  const resourcePolicies = new Map<string, readonly Policy[]>(
    [...plan.resourcePolicies].map(([arn, documents]) => [arn, documents.map(readPolicy)]),
  );
  const roles = new Map(
    plan.roles.map((role) => [
      role.name,
      {
        arn: role.arn,
        trust: readPolicy(role.trust),
        identity: role.policies.map(readPolicy),
        ...(role.boundary ? { boundary: readPolicy(role.boundary) } : {}),
      },
    ]),
  );
  const functionNames = new Map(plan.functions.map(({ arn, name }) => [arn, name]));
  const policiesOf = (resourceArn: string, role?: Omit<Policies, 'resource'>): Policies => ({
    identity: role?.identity ?? [],
    ...(role?.boundary ? { boundary: role.boundary } : {}),
    resource: resourcePolicies.get(resourceOwner(resourceArn)) ?? [],
  });
  const now = () => {
    const epoch = clock.now();
    return { 'aws:currenttime': new Date(epoch).toISOString(), 'aws:epochtime': String(Math.floor(epoch / 1000)) };
  };

  const arnOf = (principal: Principal): string => {
    if (principal.kind === 'operator') return `arn:aws:iam::${account}:user/operator`;
    const { roleName, functionArn } = principal;
    const session = functionNames.get(functionArn ?? '') ?? (functionArn === undefined ? 'assumed' : '');
    return `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`;
  };
  /** Who calls, in which circumstances. */
  const callOf = (
    principal: Extract<Principal, { kind: 'role' }>,
    action: string,
    resource: string,
    conditions: ConditionValues,
  ) => {
    const role = roles.get(principal.roleName);
    const sessionArn = arnOf(principal);
    if (!role) throw new AccessDenied(`User: ${sessionArn} has a role that is in no template.`);
    const call: Call = {
      caller: { kind: 'role', roleArn: role.arn, sessionArn, account },
      action,
      resource,
      context: {
        ...TRANSPORT,
        ...now(),
        'aws:principalaccount': account,
        'aws:principalarn': role.arn,
        'aws:principalisawsservice': 'false',
        'aws:principaltype': 'AssumedRole',
        'aws:requestedregion': region,
        'aws:resourceaccount': account,
        'aws:viaawsservice': 'false',
        ...(principal.functionArn === undefined ? {} : { 'lambda:sourcefunctionarn': principal.functionArn }),
        ...conditions,
      },
    };
    return { role, call, sessionArn };
  };
  const authorize: Authorizer['authorize'] = (principal, action, resourceArn, conditions) => {
    if (principal.kind === 'operator') return;
    const { role, call, sessionArn } = callOf(principal, action, resourceArn, conditions);
    const decision = evaluate(call, policiesOf(resourceArn, role));
    if (!decision.allowed) throw new AccessDenied(refusal(sessionArn, action, resourceArn, decision));
  };

  return {
    authorize,
    arnOf,

    mayAssume(principal, roleArn) {
      const action = 'sts:AssumeRole';
      const taken = [...roles.values()].find(({ arn }) => arn === roleArn);
      if (principal.kind === 'operator') {
        if (!taken) throw new AccessDenied(refusal(arnOf(principal), action, roleArn, UNTRUSTED));
        return;
      }
      const { call, sessionArn } = callOf(principal, action, roleArn, {});
      if (!taken || !trusts(taken.trust, call)) throw new AccessDenied(refusal(sessionArn, action, roleArn, UNTRUSTED));
      authorize(principal, action, roleArn, {});
    },

    decideForService: (service, action, resourceArn, conditions) =>
      evaluate(
        {
          caller: { kind: 'service', service },
          action,
          resource: resourceArn,
          context: { ...TRANSPORT, ...now(), 'aws:principalisawsservice': 'true', ...conditions },
        },
        policiesOf(resourceArn),
      ),
  };
}

/** No role of this name, or none that trusts the caller: STS does not say which. */
const UNTRUSTED = { allowed: false, explicit: false, by: 'resource-based policy' } as const;

function refusal(
  user: string,
  action: string,
  resource: string,
  { explicit, by }: Decision & { allowed: false },
): string {
  const article = by === 'identity-based policy' ? 'an' : 'a';
  const because = explicit
    ? `with an explicit deny in ${article} ${by}`
    : `because no ${by} allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}

/** The principal under which a function's code calls. */
export function principalOfFunction({ arn, roleArn }: PlannedFunction): Principal {
  return { kind: 'role', roleName: roleArn.slice(roleArn.lastIndexOf('/') + 1), functionArn: arn };
}

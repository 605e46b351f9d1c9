import type { Principal } from '../http/service';
import { principalOfFunction } from '../iam/authorize';
import { accessKeyOf, OPERATOR_KEY, SECRET_ACCESS_KEY } from '../lambda/function-variables';
import type { Plan } from '../template/planned';

/** Who may call a region: the functions of every region, and who has taken a role of any. */
export interface Callers extends Pick<Plan, 'functions' | 'roles'> {
  /** By access key. */
  readonly principals: ReadonlyMap<string, Principal>;
  /** Of a key that this cloud gave out: who brings one of their own may sign as they like. */
  secretOf(accessKeyId: string): string | undefined;
}

/** IAM is one for all regions; a name that two of them use is the last one's. */
export function createCallers(plans: readonly Plan[]): Callers {
  const functions = plans.flatMap((plan) => plan.functions);
  const roles = plans.flatMap((plan) => plan.roles);
  const principals = new Map<string, Principal>([
    ...functions.map((definition) => [accessKeyOf(definition), principalOfFunction(definition)] as const),
    ...roles.map(({ arn, name }) => [accessKeyOf({ arn }), { kind: 'role', roleName: name }] as const),
  ]);
  return {
    functions,
    roles,
    principals,
    secretOf: (accessKeyId) =>
      accessKeyId === OPERATOR_KEY || principals.has(accessKeyId) ? SECRET_ACCESS_KEY : undefined,
  };
}

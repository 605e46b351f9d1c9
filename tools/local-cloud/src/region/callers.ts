import type { Principal } from '../http/service';
import { principalOfFunction } from '../iam/authorize';
import { accessKeyOf } from '../lambda/function-variables';
import type { Plan } from '../template/planned';

/** Who may call a region: the functions of every region, and who has taken a role of any. */
export interface Callers extends Pick<Plan, 'functions' | 'roles'> {
  /** By access key. */
  readonly principals: ReadonlyMap<string, Principal>;
}

/** IAM is one for all regions; a name that two of them use is the last one's. */
export function createCallers(plans: readonly Plan[]): Callers {
  const functions = plans.flatMap((plan) => plan.functions);
  const roles = plans.flatMap((plan) => plan.roles);
  return {
    functions,
    roles,
    principals: new Map<string, Principal>([
      ...functions.map((definition) => [accessKeyOf(definition), principalOfFunction(definition)] as const),
      ...roles.map(({ arn, name }) => [accessKeyOf({ arn }), { kind: 'role', roleName: name }] as const),
    ]),
  };
}

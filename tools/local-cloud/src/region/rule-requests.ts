import type { FiredTarget, Rules, RuleState } from '../events/rules';
import { ServiceFault } from '../http/service';

/**
 * `/_local/rules`: the scheduled rules and when they fire; POST `/_local/rules/<name>` fires one now.
 * @throws ServiceFault
 */
export async function answerRules(
  rules: Rules,
  name: string | undefined,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<readonly (RuleState | FiredTarget)[]> {
  if (name === undefined) {
    if (method !== 'GET') throw new ServiceFault('MethodNotAllowed', 405, `${path} is only read: use GET.`);
    return rules.state();
  }
  if (method !== 'POST') throw new ServiceFault('MethodNotAllowed', 405, `${path} takes a POST, no ${method}.`);
  const fired = rules.fire(name);
  if (fired) return fired;
  const known = rules.state().map((rule) => rule.name);
  throw new ServiceFault(
    'NotFound',
    404,
    `There is no scheduled rule ${name}. There are ${known.join(', ') || 'none'}.`,
  );
}

import { Refused } from '../ports';

const REFUSALS = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError']);

/** Tells a refusal by a policy from a service that is not there. @throws Refused, or what was thrown */
export async function tellingRefusals<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && REFUSALS.has(error.name)) throw new Refused(error.message, { cause: error });
    throw error;
  }
}

import type { ExecutionEnvironment } from '../cloud/execution-environment';

/**
 * Kills the process at given awaits, counted from 0 over the run: each call has two, before it leaves and when its answer
 * comes; each chunk of an object has one.
 */
export function killAt(kills: readonly number[]) {
  const at = new Set(kills);
  let awaits = 0;
  return {
    onCall: (environment: ExecutionEnvironment): void => {
      if (at.has(awaits)) environment.kill();
      awaits += 1;
    },
    awaits: () => awaits,
  };
}

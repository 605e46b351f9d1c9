import type { PlannedThrottle } from '../template/planned';

/** Takes a request if there is a token: as many at once as the burst, and the rate from then on. */
export function createTokenBucket({ ratePerSecond, burst }: PlannedThrottle, now: () => number): () => boolean {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + (Math.max(0, at - filledAt) / 1_000) * ratePerSecond);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

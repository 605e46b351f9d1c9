import { type HmacKey, KEYS_SERVE_MS } from '@pipeline/runtime-contract';
import { reasonOf } from './errors';
import type { Clock, KeyRing, Log } from './ports';

/** A secret is asked for again after this, in milliseconds: one call serves many files. */
const FRESH_MS = 5 * 60_000;

/** Where the last known keys serve, new ones are waited for no longer than this, and asked for no more often, in milliseconds. */
const PATIENCE_MS = 2_000;
const ASK_AGAIN_MS = 60_000;

/** The keys of sensitive fields, kept for the environment's life; the last known ones serve while nobody gives new ones. */
export function knownKeys(source: KeyRing, clock: Clock, log: Log): KeyRing {
  let known: { readonly keys: readonly HmacKey[]; readonly at: number; readonly askAt: number } | undefined;
  return {
    async hmacKeys(retries) {
      const now = clock.now();
      if (known && now < known.askAt) return known.keys;
      const usable = known && now - known.at <= KEYS_SERVE_MS ? known : undefined;
      const timeLeft = () => Math.min(retries.timeLeft(), now + PATIENCE_MS - clock.now());
      try {
        const keys = await source.hmacKeys(usable ? { ...retries, timeLeft } : retries);
        known = { keys, at: now, askAt: now + FRESH_MS };
        return keys;
      } catch (error) {
        if (!usable) throw error;
        known = { ...usable, askAt: now + ASK_AGAIN_MS };
        log.warn('keys not refreshed, the last known serve', { ageMs: now - usable.at, reason: reasonOf(error) });
        return usable.keys;
      }
    },
  };
}

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type HmacKey, KEYS_SERVE_MS, parsePipelineSecret } from '@pipeline/runtime-contract';
import { isLeft } from 'fp-ts/Either';
import { RetryMessage, reasonOf } from '../errors';
import type { CallRetries, Clock, KeyRing, Log } from '../ports';
import type { AwsCaller } from './clients';

/** A secret is asked for again after this, in milliseconds: one call serves many files. */
const FRESH_MS = 5 * 60_000;

/** The keys of sensitive fields from Secrets Manager, kept for the environment's life. */
export function secretKeys(
  client: SecretsManagerClient,
  secretId: string,
  call: AwsCaller,
  clock: Clock,
  log: Log,
): KeyRing {
  let known: { readonly keys: readonly HmacKey[]; readonly at: number } | undefined;

  const ask = async (retries: CallRetries): Promise<readonly HmacKey[]> => {
    const { SecretString } = await call(() => client.send(new GetSecretValueCommand({ SecretId: secretId })), retries);
    const parsed = parsePipelineSecret(SecretString ?? '');
    if (isLeft(parsed)) throw new RetryMessage(`${parsed.left} Correct ${secretId}; its files wait meanwhile.`);
    return parsed.right;
  };

  return {
    async hmacKeys(retries) {
      const now = clock.now();
      if (known && now - known.at < FRESH_MS) return known.keys;
      try {
        const keys = await ask(retries);
        known = { keys, at: now };
        return keys;
      } catch (error) {
        if (!known || now - known.at > KEYS_SERVE_MS) throw error;
        log.warn('keys not refreshed, the last known serve', { ageMs: now - known.at, reason: reasonOf(error) });
        return known.keys;
      }
    },
  };
}

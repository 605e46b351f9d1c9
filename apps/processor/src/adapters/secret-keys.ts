import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parsePipelineSecret } from '@pipeline/runtime-contract';
import { isLeft } from 'fp-ts/Either';
import { RetryMessage } from '../errors';
import type { KeyRing } from '../ports';
import { sendOnce } from './clients';

/** The keys of sensitive fields as Secrets Manager has them now. */
export const secretKeys = (client: SecretsManagerClient, secretId: string): KeyRing => ({
  async hmacKeys(retries) {
    const command = new GetSecretValueCommand({ SecretId: secretId });
    const { SecretString } = await sendOnce((options) => client.send(command, options), retries);
    const parsed = parsePipelineSecret(SecretString ?? '');
    if (isLeft(parsed)) throw new RetryMessage(`${parsed.left} Correct ${secretId}; its files wait meanwhile.`);
    return parsed.right;
  },
});

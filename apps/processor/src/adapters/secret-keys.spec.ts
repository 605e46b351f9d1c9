import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretKeys } from './secret-keys';

it('keys that nobody can read let the files wait, and show nothing of the secret', async () => {
  const SecretString = '{"notBefore":"1970-01-01T00:00:00Z","key":"hunter2"}';
  const client = { send: async () => ({ SecretString }) } as unknown as SecretsManagerClient;
  const refused = secretKeys(client, 'the-secret').hmacKeys({ timeLeft: () => 1, onRetry: () => undefined });
  await expect(refused).rejects.toThrow('A key of the secret is shorter than 32 bytes. Correct the-secret');
  await expect(refused).rejects.not.toThrow('hunter2');
});

import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Log } from '../ports';
import { secretKeys } from './secret-keys';

const MINUTE = 60_000;
const secret = (letter: string) => JSON.stringify({ notBefore: '1970-01-01T00:00:00Z', key: letter.repeat(64) });

const setUp = (...answers: readonly (string | Error)[]) => {
  const clock = { at: 0, now: () => clock.at, sleep: async () => undefined };
  const warnings: string[] = [];
  const log: Log = { info: () => undefined, warn: (message) => void warnings.push(message), error: () => undefined };
  const left = [...answers];
  let calls = 0;
  const client = {
    send: async () => {
      calls += 1;
      const answer = left.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('down');
      return { SecretString: answer };
    },
  } as unknown as SecretsManagerClient;
  const keys = secretKeys(client, 'the-secret', (call) => call(), clock, log);
  const first = async () => {
    const [key] = await keys.hmacKeys({ timeLeft: () => 1, onRetry: () => undefined });
    return Buffer.from(key?.key ?? [])
      .toString()
      .slice(0, 1);
  };
  return { clock, warnings, calls: () => calls, first };
};

describe('the keys', () => {
  it('are asked for once in five minutes', async () => {
    const { clock, calls, first } = setUp(secret('a'), secret('b'));
    expect([await first(), await first()]).toEqual(['a', 'a']);
    clock.at = 6 * MINUTE;
    expect(await first()).toBe('b');
    expect(calls()).toBe(2);
  });

  it('serve on while Secrets Manager is down, for an hour and no longer', async () => {
    const { clock, warnings, first } = setUp(secret('a'), new Error('down'), new Error('down'));
    await first();
    clock.at = 59 * MINUTE;
    expect(await first()).toBe('a');
    expect(warnings).toEqual(['keys not refreshed, the last known serve']);
    clock.at = 61 * MINUTE;
    await expect(first()).rejects.toThrow('down');
  });

  it('that nobody can read let the files wait, and show nothing of the secret', async () => {
    const { first } = setUp('{"notBefore":"1970-01-01T00:00:00Z","key":"hunter2"}');
    const refused = first();
    await expect(refused).rejects.toThrow('A key of the secret is shorter than 32 bytes. Correct the-secret');
    await expect(refused).rejects.not.toThrow('hunter2');
  });
});

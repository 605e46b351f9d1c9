import { knownKeys } from './known-keys';
import type { KeyRing, Log } from './ports';

const MINUTE = 60_000;

const setUp = (...answers: readonly (string | Error)[]) => {
  const clock = { at: 0, now: () => clock.at, sleep: async () => undefined };
  const warnings: string[] = [];
  const log: Log = { info: () => undefined, warn: (message) => void warnings.push(message), error: () => undefined };
  const left = [...answers];
  const patience: number[] = [];
  const source: KeyRing = {
    async hmacKeys({ timeLeft }) {
      patience.push(timeLeft());
      const answer = left.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('down');
      return [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.from(answer) }];
    },
  };
  const keys = knownKeys(source, clock, log);
  const first = async () => {
    const [key] = await keys.hmacKeys({ timeLeft: () => 90_000, onRetry: () => undefined });
    return Buffer.from(key?.key ?? []).toString();
  };
  return { clock, warnings, patience, first };
};

describe('the keys', () => {
  it('are asked for once in five minutes', async () => {
    const { clock, patience, first } = setUp('a', 'b');
    expect([await first(), await first()]).toEqual(['a', 'a']);
    clock.at = 6 * MINUTE;
    expect(await first()).toBe('b');
    expect(patience).toHaveLength(2);
  });

  it('serve on while Secrets Manager is down, for an hour and no longer', async () => {
    const { clock, warnings, first } = setUp('a', new Error('down'), new Error('down'));
    await first();
    clock.at = 59 * MINUTE;
    expect(await first()).toBe('a');
    expect(warnings).toEqual(['keys not refreshed, the last known serve']);
    clock.at = 61 * MINUTE;
    await expect(first()).rejects.toThrow('down');
  });

  it('are waited for with all the time there is when none are known, and for two seconds a minute when some are', async () => {
    const { clock, patience, first } = setUp('a', new Error('down'));
    await first();
    clock.at = 10 * MINUTE;
    expect([await first(), await first()]).toEqual(['a', 'a']);
    expect(patience).toEqual([90_000, 2_000]);
  });
});

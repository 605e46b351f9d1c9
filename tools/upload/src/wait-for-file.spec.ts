import type { GatewayClient } from './gateway-client';
import { GatewayRefused } from './gateway-client';
import { waitForFile } from './wait-for-file';

/** A gateway that answers one thing after the other, the last one for ever. */
function answering(...answers: readonly (string | Error)[]) {
  const asked: string[] = [];
  const client = {
    call: async (method: string, path: string) => {
      asked.push(`${method} ${path}`);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return { id: 'F', status: answer, receipts: [] };
    },
  } as unknown as GatewayClient;
  return { asked, wait: (patienceMs = 60_000) => waitForFile(client, 'F', patienceMs, 0) };
}

describe('a file that is waited for', () => {
  it.each(['COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED'])('has ended when it is %s', async (status) => {
    const { wait, asked } = answering('RECEIVED', 'PROCESSING', status);
    expect(await wait()).toMatchObject({ status });
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'GET /files/F'));
  });

  it('may have no receipt yet, and its gateway may be away', async () => {
    const { wait } = answering(new GatewayRefused(404, 'no receipt'), new GatewayRefused(503, 'out'), 'COMPLETED');
    expect(await wait()).toMatchObject({ status: 'COMPLETED' });
  });

  it('is asked for once at least, and not beyond the patience', async () => {
    const { wait, asked } = answering('PROCESSING');
    expect(await wait(0)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it.each([new GatewayRefused(403, 'not allowed'), new TypeError('fetch failed')])(
    'is not waited for where waiting does not help: %s',
    async (error) => {
      const { wait, asked } = answering(error);
      await expect(wait()).rejects.toBe(error);
      expect(asked).toHaveLength(1);
    },
  );
});

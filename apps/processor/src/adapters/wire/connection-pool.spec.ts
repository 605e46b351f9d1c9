import { answer, says, type Script, type ScriptedServer, scriptedServer } from '../../testing/scripted-server';
import { selfSigned } from '../../testing/self-signed';
import { ConnectionPool, type PoolSettings } from './connection-pool';

const request = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}';
const ok = answer(200, '{}');

let server: ScriptedServer;
const pools: ConnectionPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) pool.close();
  await server.close();
});

async function serving(script: Script, settings: Partial<PoolSettings> = {}, secure = false): Promise<ConnectionPool> {
  const tls = secure ? await selfSigned() : undefined;
  server = await scriptedServer(script, tls ? { tls } : {});
  const pool = new ConnectionPool(
    { tls: secure, host: '127.0.0.1', port: server.port },
    { maxConnections: 2, connectTimeoutMs: 1_000, ...(tls ? { tls: { ca: tls.cert } } : {}), ...settings },
  );
  pools.push(pool);
  return pool;
}
const statuses = async (pool: ConnectionPool, times: number) =>
  (await Promise.all(Array.from({ length: times }, () => pool.exchange(request, 1_000)))).map(({ status }) => status);

describe('a pool of connections', () => {
  it.each([false, true])('has no more of them than it may, and uses them again; TLS: %p', async (secure) => {
    const pool = await serving(says(200, '{}'), {}, secure);
    expect(await statuses(pool, 7)).toEqual(Array(7).fill(200));
    expect(await statuses(pool, 1)).toEqual([200]);
    expect(server.connections()).toBe(2);
  });

  it('opens another for a request that waits when one breaks', async () => {
    const pool = await serving((socket) => void (server.requests.length === 1 ? socket.destroy() : socket.write(ok)), {
      maxConnections: 1,
    });
    const [broken, waited] = await Promise.allSettled([pool.exchange(request, 1_000), pool.exchange(request, 1_000)]);
    expect(broken).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } });
    expect(waited).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
  });

  it('uses none again that was idle for long: it has likely ended, as after the freeze of an environment', async () => {
    const pool = await serving(says(200, '{}'));
    await statuses(pool, 1);
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(now + 25_000);
    await statuses(pool, 1);
    clock.mockRestore();
    expect(server.connections()).toBe(2);
  });

  it('uses none again that the server ends, or on which it says what nobody asked for', async () => {
    const ending = await serving(says(200, '{}', { connection: 'close' }));
    await statuses(ending, 1);
    await statuses(ending, 1);
    expect(server.connections()).toBe(2);
    // The surplus comes with the answer: whose it is, nobody can tell.
    server.script = (socket) => void socket.write(ok + ok);
    await expect(ending.exchange(request, 1_000)).rejects.toThrow('More bytes came than the response has.');
    server.script = says(200, '{}');
    expect(await statuses(ending, 1)).toEqual([200]);
    expect(server.connections()).toBe(4);
  });

  it('gives up a request that is not answered, with its connection', async () => {
    const pool = await serving(() => undefined);
    await expect(pool.exchange(request, 30)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'The request was not answered within 30 ms.',
    });
    // An answer that comes late is not taken for the next request's.
    server.script = says(200, '{}');
    expect(await statuses(pool, 1)).toEqual([200]);
    expect(server.connections()).toBe(2);
  });

  it('gives up a connection that does not come about', async () => {
    server = await scriptedServer(() => undefined);
    // TLS to a server that never says anything.
    const pool = new ConnectionPool(
      { tls: true, host: '127.0.0.1', port: server.port },
      { maxConnections: 1, connectTimeoutMs: 30 },
    );
    await expect(pool.exchange(request, 1_000)).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'No connection to 127.0.0.1 within 30 ms.',
    });
  });
});

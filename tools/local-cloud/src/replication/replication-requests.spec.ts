import { freePort } from '../region/testing/free-port';
import { Replica } from './testing/replica';

let region: Replica;
beforeEach(async () => {
  region = new Replica('us-east-1', await freePort(), { 'us-west-2': 'http://127.0.0.1:1' });
  await region.boot();
});
afterEach(() => region.stop());

const call = (path: string, method = 'GET', body?: string) =>
  fetch(`http://127.0.0.1:${region.port}/_local/replication${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
const put = (body: string) => call('', 'PUT', body);

describe('/_local/replication', () => {
  it('shows how far the other regions are, and how the line is disturbed', async () => {
    await region.put('a', 'east');
    const replicas = [{ table: 'items', region: 'us-west-2', connected: false, backlog: 1, lagMs: expect.any(Number) }];
    expect(await (await call('')).json()).toEqual({ lagMs: 0, partitioned: false, replicas });
    expect(await (await put('{"lagMs":500}')).json()).toMatchObject({ lagMs: 500, partitioned: false });
    expect(await (await put('{"partitioned":true}')).json()).toMatchObject({ lagMs: 500, partitioned: true });
    expect((await call('/items?region=us-west-2&history=&from=1')).status).toBe(503);
  });

  it('waits for no item whose key begins as asked', async () => {
    await region.put('heartbeat#east', '1');
    const backlog = async (query: string) => {
      const { replicas } = (await (await call(query)).json()) as { replicas: { backlog: number }[] };
      return replicas[0]?.backlog;
    };
    expect(await backlog('')).toBe(1);
    expect(await backlog('?except=heartbeat%23')).toBe(0);
    await region.put('a', 'east');
    expect(await backlog('?except=heartbeat%23')).toBe(1);
    expect(await backlog('?except=a')).toBe(2);
  });

  it.each([
    ['lagMs', 'The body is not JSON.'],
    ['{"lag":1}', 'There is no setting "lag".'],
    ['{"lagMs":-1}', 'lagMs is no duration.'],
    ['{"partitioned":"yes"}', 'partitioned is neither true nor false.'],
  ])('refuses %s, and says what to write', async (body, why) => {
    const answer = await put(body);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      `${why} Write {"lagMs": 500, "partitioned": true}, or one of the two.`,
    ]);
    expect(await region.status()).toMatchObject({ lagMs: 0, partitioned: false });
  });

  it('refuses other methods, and a pull from nowhere', async () => {
    expect((await call('', 'DELETE')).status).toBe(405);
    expect((await call('/items', 'PUT')).status).toBe(405);
    expect(await (await call('/items?from=0')).text()).toBe('from takes a sequence number, 1 or more, not "0".');
  });
});

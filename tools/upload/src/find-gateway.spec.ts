import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findGateway } from './find-gateway';

let server: Server | undefined;
afterEach(async () => {
  server?.close();
  if (server) await once(server, 'close');
  server = undefined;
});

/** A local cloud with this status. */
async function cloudWith(status: object): Promise<string> {
  server = createServer((_, response) => void response.setHeader('connection', 'close').end(JSON.stringify(status)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the gateway', () => {
  it('is the one that was named, in its region, with the credentials of whoever asks', async () => {
    const named = { gateway: 'https://a.execute-api.us-west-2.amazonaws.com', region: 'us-west-2' };
    expect(await findGateway(named)).toEqual({ url: named.gateway, region: 'us-west-2' });
    expect(await findGateway({ gateway: 'http://127.0.0.1:1' })).toEqual({
      url: 'http://127.0.0.1:1',
      region: 'us-east-1',
    });
  });

  it('is that of the local cloud where none was named', async () => {
    const cloud = await cloudWith({ apis: [{ url: 'http://127.0.0.1:4700' }] });
    expect(await findGateway({}, cloud)).toEqual({
      url: 'http://127.0.0.1:4700',
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  it('is asked for where there is none', async () => {
    await expect(findGateway({}, await cloudWith({ apis: [] }))).rejects.toThrow('has no gateway: synthesise again.');
    await expect(findGateway({}, 'http://127.0.0.1:1')).rejects.toThrow(
      'No local cloud answers at http://127.0.0.1:1: start one with npm start, or name a gateway with --gateway.',
    );
  });
});

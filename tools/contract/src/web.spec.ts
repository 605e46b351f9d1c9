import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from './case';
import { withWeb } from './web';

const sdk: Client = {
  name: 'sdk',
  call: async (operation) => ({ out: { operation } }),
  close: async () => undefined,
};

it('makes HTTP requests itself and leaves the rest to the client', async () => {
  const server = createServer((request, response) => {
    response.writeHead(412, { 'x-seen': `${request.method} ${String(request.headers['if-none-match'])}` }).end('why');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const client = withWeb(sdk);
    expect(await client.call('http.PUT', { url, headers: { 'If-None-Match': '*' }, body: 'x' })).toMatchObject({
      out: { status: 412, headers: { 'x-seen': 'PUT *' }, body: 'why' },
    });
    expect(await client.call('s3.PutObject', {})).toEqual({ out: { operation: 's3.PutObject' } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

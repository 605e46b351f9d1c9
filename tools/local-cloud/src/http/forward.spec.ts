import { createServer, type RequestListener } from 'node:http';
import { forward } from './forward';
import { type Served, serve as served } from './testing/serve';

describe('a forwarded request', () => {
  const servers: Served[] = [];
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = await served(createServer(listener));
    servers.push(server);
    return server.url;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  it('arrives with its method, path, headers and body, and its answer comes back as it is', async () => {
    const peer = await serve((message, response) => {
      response.writeHead(418, { 'x-saw': `${message.method} ${message.url} ${message.headers['x-amz-target']}` });
      message.pipe(response);
    });
    const here = await serve((message, response) => forward(peer, message, response));
    const answer = await fetch(`${here}/a%20b?c=d`, { method: 'PUT', body: 'body', headers: { 'x-amz-target': 'T' } });
    expect([answer.status, answer.headers.get('x-saw'), await answer.text()]).toEqual([
      418,
      'PUT /a%20b?c=d T',
      'body',
    ]);
  });

  it('keeps the host that was signed', async () => {
    const peer = await serve((message, response) => void response.end(message.headers.host));
    const here = await serve((message, response) => forward(peer, message, response));
    expect(await (await fetch(here)).text()).toBe(new URL(here).host);
  });

  it('breaks where the region is gone, and where it goes in the middle of its answer', async () => {
    const here = await serve((message, response) => forward('http://127.0.0.1:1', message, response));
    await expect(fetch(here)).rejects.toThrow('fetch failed');
    const dying = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    const through = await serve((message, response) => forward(dying, message, response));
    await expect(fetch(through).then((answer) => answer.text())).rejects.toThrow();
  });
});

import { createServer } from 'node:net';
import { freePort } from './free-port';

it('is another one each time, away from those that were found before', async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  for (const [index, port] of ports.entries()) {
    for (const before of ports.slice(0, index)) expect(Math.abs(port - before)).toBeGreaterThan(101);
  }
});

it('is none of a block in which somebody listens', async () => {
  const port = await freePort();
  const servers = [createServer(), createServer()];
  const next = port + 400;
  await Promise.all(
    servers.map((server, index) => new Promise<void>((on) => server.listen(next + index * 50, '127.0.0.1', on))),
  );
  try {
    expect(await freePort()).not.toBe(next);
  } finally {
    for (const server of servers) server.close();
  }
});

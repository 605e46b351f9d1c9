import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RawConnection, readAnswer } from './raw-http';

const bytes = (text: string) => Buffer.from(text);
const whole = 'HTTP/1.1 400 Bad Request\r\nContent-Type: x\r\nContent-Length: 3\r\n\r\nabc';

describe('an answer', () => {
  it('is read once it is whole', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(readAnswer(bytes(whole.slice(0, length)))).toBeUndefined();
    }
    expect(readAnswer(bytes(whole))).toEqual({ status: 400, body: 'abc' });
  });

  it('without a length is refused', () => {
    expect(() => readAnswer(bytes('HTTP/1.1 200 OK\r\nA: b\r\n\r\n'))).toThrow('An answer has no Content-Length');
  });
});

describe('a connection', () => {
  let server: Server;
  let connections: number;
  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => {
      if (request.headers['x-die']) return void request.socket.destroy();
      let body = '';
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
      request.on('end', () => response.setHeader('content-length', body.length).end(body));
    });
    server.on('connection', () => void (connections += 1));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => void server.close());

  it('is kept for every call', async () => {
    const connection = await RawConnection.open((server.address() as AddressInfo).port);
    expect(await connection.post('', 'one')).toEqual({ status: 200, body: 'one' });
    expect(await connection.post('', 'two')).toEqual({ status: 200, body: 'two' });
    expect(connections).toBe(1);
    connection.close();
  });

  it('that breaks fails its call', async () => {
    const connection = await RawConnection.open((server.address() as AddressInfo).port);
    await expect(connection.post('X-Die: 1\r\n', '')).rejects.toThrow('The connection was closed.');
  });
});

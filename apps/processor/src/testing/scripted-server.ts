import { once } from 'node:events';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';

/** One request as it came, to the letter. */
export interface ReceivedRequest {
  readonly line: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Answers one request by writing to its connection, or doing worse to it: `reset` breaks it below TLS. */
export type Script = (socket: Socket, request: ReceivedRequest, reset: () => void) => void;

export interface ScriptedServer {
  readonly port: number;
  readonly requests: ReceivedRequest[];
  readonly connections: () => number;
  script: Script;
  close(): Promise<void>;
}

/** A server that says to the byte what a spec wants said: what no HTTP library would send. */
export async function scriptedServer(
  script: Script,
  {
    tls,
    host = '127.0.0.1',
  }: { readonly tls?: { readonly key: string; readonly cert: string }; readonly host?: string } = {},
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  /** By the port of the other side: the connection below one of TLS. */
  const raw = new Map<number | undefined, Socket>();
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  const accept = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('close', () => sockets.delete(socket));
    // A connection that the client breaks is what some scripts are about.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const request = readRequest(received);
      if (!request) return;
      received = Buffer.alloc(0);
      requests.push(request);
      server.script(socket, request, () => raw.get(socket.remotePort)?.resetAndDestroy());
    });
  };
  const listener: Server = tls ? createSecure(tls, accept) : createPlain(accept);
  listener.on('connection', (socket) => raw.set(socket.remotePort, socket));
  await once(listener.listen(0, host), 'listening');
  const server: ScriptedServer = {
    port: (listener.address() as AddressInfo).port,
    requests,
    connections: () => connections,
    script,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return server;
}

function readRequest(bytes: Buffer): ReceivedRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = new Map(
    lines.map((header) => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()] as const;
    }),
  );
  const from = end + 4;
  const length = Number(headers.get('content-length') ?? 0);
  return bytes.length < from + length
    ? undefined
    : { line, headers, body: bytes.toString('utf8', from, from + length) };
}

/** A whole answer with the headers that DynamoDB sends. */
export function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({
    server: 'Server',
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': 'REQUEST',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Some Reason\r\n${lines.join('')}\r\n${body}`;
}

export const says =
  (status: number, body: string, headers?: Readonly<Record<string, string>>): Script =>
  (socket) =>
    void socket.write(answer(status, body, headers));

/** An error as DynamoDB words it. */
export const refuses = (status: number, code: string, more: object = {}, headers?: Readonly<Record<string, string>>) =>
  says(
    status,
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: `It is ${code}`, ...more }),
    headers,
  );

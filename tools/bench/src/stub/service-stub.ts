import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';

export interface StubSettings {
  /** What S3 gives to every GET. */
  readonly file?: string;
  /** After how many milliseconds the table answers; 0 is at once. */
  readonly latencyMs: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** What was put while somebody watched: equal sets of items have equal sums, in whatever order they came. */
export interface Received {
  readonly items: number;
  readonly sum: string;
}

/**
 * A table that takes everything, a bucket with one object and a queue, as cheap as they can be: who is measured is the
 * client. It checks no signature. What it was given is told at `/stub/received`, of what came since `/stub/watch`.
 */
export class ServiceStub {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #watched: { items: number; sum: bigint } | undefined;
  #receipt = '{}';

  constructor(private readonly settings: StubSettings) {
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = settings.tls ? createSecure(settings.tls, accept) : createPlain(accept);
  }

  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http${this.settings.tls ? 's' : ''}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    let received: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      for (let request = requestOf(received); request; request = requestOf(received)) {
        received = received.subarray(request.length);
        this.#answer(socket, request.head, request.body);
      }
    });
  }

  #answer(socket: Socket, head: string, body: Buffer): void {
    if (head.startsWith('GET /stub/')) return void socket.write(response(this.#control(head)));
    if (head.startsWith('GET ')) return this.#object(socket);
    if (!head.includes('DynamoDB_20120810.')) return void socket.write(response('{"Successful":[],"Failed":[]}'));
    const said = this.#table(head, body);
    if (this.settings.latencyMs === 0) socket.write(said);
    else setTimeout(() => socket.write(said), this.settings.latencyMs);
  }

  #table(head: string, body: Buffer): string {
    if (head.includes('.PutItem')) {
      if (this.#watched || body.includes('"file#')) this.#put(JSON.parse(body.toString()) as Put);
      return DONE;
    }
    return response(head.includes('.UpdateItem') ? this.#receipt : '{}');
  }

  #put({ Item }: Put): void {
    // The receipt is given back to whoever updates it.
    if (Item['recordId']?.S?.startsWith('file#')) this.#receipt = JSON.stringify({ Attributes: Item });
    else if (this.#watched) {
      this.#watched.items += 1;
      this.#watched.sum = (this.#watched.sum + hashOf(Item)) & 0xffff_ffff_ffffn;
    }
  }

  #control(head: string): string {
    const { items = 0, sum = 0n } = this.#watched ?? {};
    this.#watched = head.startsWith('GET /stub/watch') ? { items: 0, sum: 0n } : undefined;
    return JSON.stringify({ items, sum: sum.toString(16) } satisfies Received);
  }

  #object(socket: Socket): void {
    const { file = '' } = this.settings;
    const { size } = statSync(file);
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\netag: "one"\r\nx-amz-version-id: one\r\n` +
        'last-modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n',
    );
    createReadStream(file, { highWaterMark: 1 << 18 }).pipe(socket, { end: false });
  }
}

interface Put {
  readonly Item: Readonly<Record<string, { readonly S?: string }>>;
}

const response = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** As DynamoDB answers a write: identified, and with the checksum of its body. */
const DONE =
  'HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: application/x-amz-json-1.0\r\n' +
  'Content-Length: 2\r\nConnection: keep-alive\r\nx-amzn-RequestId: 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123\r\n' +
  'x-amz-crc32: 2745614147\r\n\r\n{}';

function requestOf(
  bytes: Buffer,
): { readonly head: string; readonly body: Buffer; readonly length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = end + 4 + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length < length ? undefined : { head, body: bytes.subarray(end + 4, length), length };
}

/** Of what every contender must store alike: not who wrote it, from which file and when. */
function hashOf(item: Put['Item']): bigint {
  const { recordId, timestamp, statusShard, payload, contentHash, schemaVersion } = item;
  const text = canonical({ recordId, timestamp, statusShard, payload, contentHash, schemaVersion });
  return createHash('sha256').update(text).digest().readBigUInt64BE() & 0xffff_ffff_ffffn;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );

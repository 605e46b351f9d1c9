import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext, type TLSSocket } from 'node:tls';
import { writeSoon } from './write-burst';
import { MalformedResponse, ResponseReader, type WireResponse } from './read-response';

/** Where connections go to. */
export interface Authority {
  readonly tls: boolean;
  /** Name or address, IPv6 without its brackets. */
  readonly host: string;
  readonly port: number;
}

export interface ConnectionSettings {
  /** A connection that is not there by then fails, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Beside the defaults, such as another root certificate. */
  readonly tls?: ConnectionOptions;
}

/** Told when a connection has become free, or is gone. */
export interface ConnectionOwner {
  free(connection: Connection): void;
  gone(connection: Connection): void;
  /** Certificates and ciphers of all connections: each with a context of its own takes 22 KiB and 0.2 ms more. */
  readonly context: SecureContext | undefined;
  /** A session of TLS with which the next connection begins faster. */
  session?: Buffer;
}

/** What any connection receives, until its reader has read it: memory for each read costs more than reading it. */
const RECEIVED = Buffer.alloc(64 * 1_024);

interface Exchange {
  readonly resolve: (response: WireResponse) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One connection, kept alive, that carries one request at a time. It sends each once: what breaks rejects with the
 * error that Node.js has for it, by whose code the layer above decides.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  #exchange: Exchange | undefined;
  #connected = false;
  #gone = false;

  constructor(
    authority: Authority,
    settings: ConnectionSettings,
    private readonly owner: ConnectionOwner,
  ) {
    const onread = {
      buffer: RECEIVED,
      callback: (length: number, bytes: Buffer) => {
        this.#take(bytes.subarray(0, length));
        return true;
      },
    };
    const { tls, host, port } = authority;
    this.#socket = tls ? secure(authority, settings, owner, onread) : connectPlain({ host, port, onread });
    // A connection that waits for work keeps no process alive; one with a request has the timer of it.
    this.#socket.unref();
    this.#socket.setNoDelay(true);
    this.#socket.setKeepAlive(true, 1_000);
    const late = setTimeout(() => {
      this.#fail(timeout(`No connection to ${host} within ${settings.connectTimeoutMs} ms.`));
    }, settings.connectTimeoutMs);
    this.#socket.once(tls ? 'secureConnect' : 'connect', () => {
      this.#connected = true;
      clearTimeout(late);
    });
    this.#socket.on('end', () => this.#end());
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.once('close', () => {
      clearTimeout(late);
      this.#fail(hangUp());
    });
  }

  /** Whether a request may be sent on it now. */
  get usable(): boolean {
    return !this.#gone && this.#exchange === undefined;
  }

  exchange(request: string, timeoutMs: number): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const stage = this.#connected ? 'answered' : 'connected';
        this.#fail(timeout(`The request was not ${stage} within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.#exchange = { resolve, reject, timer };
      writeSoon(this.#socket, request);
    });
  }

  close(): void {
    this.#fail(hangUp());
  }

  #take(chunk: Buffer): void {
    // Bytes that nobody asked for: whose they are, no later request may find out.
    if (!this.#exchange) return this.#fail(new MalformedResponse('Bytes came that no request asked for.'));
    try {
      const response = this.#reader.push(chunk);
      if (response) this.#done(response);
    } catch (error) {
      this.#fail(error);
    }
  }

  #end(): void {
    const response = this.#exchange && this.#reader.end();
    if (response) this.#done(response);
    else this.#fail(hangUp());
  }

  #done(response: WireResponse): void {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = undefined;
    clearTimeout(exchange.timer);
    if (response.keepAlive) this.owner.free(this);
    else this.#fail(hangUp());
    exchange.resolve(response);
  }

  #fail(error: unknown): void {
    if (this.#gone) return;
    this.#gone = true;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    this.owner.gone(this);
    if (!exchange) return;
    clearTimeout(exchange.timer);
    exchange.reject(error);
  }
}

function secure(
  { host, port }: Authority,
  settings: ConnectionSettings,
  owner: ConnectionOwner,
  onread: OnReadOpts,
): TLSSocket {
  const options = {
    host,
    port,
    onread,
    // An address has no name to be shown to the server.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(owner.session ? { session: owner.session } : {}),
    ...settings.tls,
    ...(owner.context ? { secureContext: owner.context } : {}),
  };
  const socket = connectTls(options);
  socket.on('session', (session) => {
    owner.session = session;
  });
  return socket;
}

const timeout = (message: string): Error => Object.assign(new Error(message), { name: 'TimeoutError' });
const hangUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

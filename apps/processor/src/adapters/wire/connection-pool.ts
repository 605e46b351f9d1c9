import { createSecureContext, type SecureContext } from 'node:tls';
import { type Authority, Connection, type ConnectionOwner, type ConnectionSettings } from './connection';
import type { WireResponse } from './read-response';

/**
 * A connection that was idle for longer is not used again, in milliseconds: the service, a load balancer or the freeze of
 * an execution environment has likely ended it, which a request on it would only find out.
 */
const IDLE_MS = 20_000;

export interface PoolSettings extends ConnectionSettings {
  /** Connections at once; a request beyond them waits for one. */
  readonly maxConnections: number;
}

/** The connections to one authority. The one used last is used first, so that what a burst opened goes idle and ends. */
export class ConnectionPool implements ConnectionOwner {
  readonly #idle: { readonly connection: Connection; readonly since: number }[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #all = new Set<Connection>();
  readonly context: SecureContext | undefined;
  session?: Buffer;

  constructor(
    private readonly authority: Authority,
    private readonly settings: PoolSettings,
  ) {
    this.context = authority.tls ? createSecureContext(settings.tls) : undefined;
  }

  /** Sends a request once. @throws what Node.js says of a connection that broke, or a TimeoutError */
  exchange(request: string, timeoutMs: number): Promise<WireResponse> {
    const connection = this.#take();
    if (connection) return connection.exchange(request, timeoutMs);
    return new Promise<Connection>((resolve) => this.#waiting.push(resolve)).then((free) =>
      free.exchange(request, timeoutMs),
    );
  }

  /** Ends the idle connections, and the others when they become idle. */
  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }
  #closed = false;

  free(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) return next(connection);
    if (this.#closed) return connection.close();
    this.#idle.push({ connection, since: performance.now() });
  }

  gone(connection: Connection): void {
    this.#all.delete(connection);
    const index = this.#idle.findIndex((one) => one.connection === connection);
    if (index >= 0) this.#idle.splice(index, 1);
    const next = this.#waiting.shift();
    if (next) next(this.#open());
  }

  #take(): Connection | undefined {
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      if (last.connection.usable && performance.now() - last.since <= IDLE_MS) return last.connection;
      last.connection.close();
    }
    return this.#all.size < this.settings.maxConnections ? this.#open() : undefined;
  }

  #open(): Connection {
    const connection = new Connection(this.authority, this.settings, this);
    this.#all.add(connection);
    return connection;
  }
}

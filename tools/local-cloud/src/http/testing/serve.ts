import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a spec, on a port of this machine that was free. */
export interface Served {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends its connections too. */
  stop(): Promise<void>;
}

export async function serve(server: Server): Promise<Served> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

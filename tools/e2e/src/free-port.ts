import { createServer } from 'node:net';

/** Ports of one cloud: both regions' endpoints, their name servers, their APIs. */
const OFFSETS = [0, 1, 50, 51, 100, 101];
const BLOCK = 200;

/** Below those that the system gives to connections, which would be in the way of a port that is chosen. */
const FIRST = 10_000;
const BLOCKS = 110;

let taken = process.pid;

/**
 * The first port of a block for one cloud, on none of which anybody listens now. Of two workers of Jest each has every second
 * block, so that none takes what the other has just found free.
 */
export async function freePort(): Promise<number> {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '1') % 2;
  for (let tried = 0; tried < BLOCKS; tried += 1) {
    taken += 1;
    const block = 2 * (taken % (BLOCKS / 2)) + worker;
    const port = FIRST + BLOCK * block;
    const free = await Promise.all(OFFSETS.map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`There is no block of ${BLOCK} ports from ${FIRST} on that is free.`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

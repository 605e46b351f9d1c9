import type { Writable } from 'node:stream';

interface Waiting {
  readonly socket: Writable;
  readonly request: string;
}

let burst: Waiting[] = [];

/**
 * Writes the request when all rows that are ready now have made theirs: sockets written to one right after the other keep
 * whoever receives awake (the network card's driver, or a server on the same machine), which costs less than to wake it
 * for each. A socket that was destroyed meanwhile is left alone: whoever asked was told.
 */
export function writeSoon(socket: Writable, request: string): void {
  // Node.js runs it when no promise has anything left to do.
  if (burst.push({ socket, request }) === 1) process.nextTick(writeAll);
}

function writeAll(): void {
  const now = burst;
  burst = [];
  for (const { socket, request } of now) if (!socket.destroyed) socket.write(request);
}

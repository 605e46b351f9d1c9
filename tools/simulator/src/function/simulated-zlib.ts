import zlib, { type InflateRaw } from 'node:zlib';

/**
 * `node:zlib` for the functions under test. Inflating leaves the thread; what is away is counted, so that virtual time
 * waits for it and the history does not depend on a thread's speed.
 */
export const offThread = { pending: 0 };

function createInflateRaw(): InflateRaw {
  const inflater = zlib.createInflateRaw();
  const write = inflater.write.bind(inflater) as (piece: Uint8Array, done: () => void) => boolean;
  const away = new Set<symbol>();
  const back = (one: symbol) => {
    if (away.delete(one)) offThread.pending -= 1;
  };
  inflater.write = ((piece: Uint8Array, done: () => void) => {
    const one = Symbol('write');
    away.add(one);
    offThread.pending += 1;
    return write(piece, () => {
      back(one);
      done();
    });
  }) as typeof inflater.write;
  // A write into damaged data is never called back.
  for (const end of ['error', 'end', 'close']) inflater.once(end, () => away.forEach(back));
  return inflater;
}

/** A gzip like any other, whose bytes are stored: what is judged is what comes out of it. */
const gzipSync: typeof zlib.gzipSync = (data, options) => zlib.gzipSync(data, { ...options, ...STORED });
const STORED = { level: 0, memLevel: 1, windowBits: 9 };

export const simulatedZlib = { ...zlib, createInflateRaw, gzipSync };

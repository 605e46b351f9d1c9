import zlib, { type InflateRaw } from 'node:zlib';

/**
 * `node:zlib` for the function under test. Inflating leaves the thread; what is away is counted, so that virtual time
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

export const offThreadZlib = { ...zlib, createInflateRaw };

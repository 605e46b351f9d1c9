import type { StoreRange } from './store';

/** Writes that are committed but not on disk yet, the last one of a key; `value` undefined is a deletion. */
export type PendingWrites = Map<string, { readonly value: Uint8Array | undefined }>;

/** What the merge needs of a database's iterator: entries in key order, in chunks, none left when a chunk is empty. */
export interface ChunkIterator {
  nextv(size: number): Promise<(readonly [string, Uint8Array])[]>;
  close(): Promise<void>;
}

/** Entries read from disk in one go. */
const CHUNK = 256;

/** Order of the UTF-8 bytes of two strings, which is not the order of their UTF-16 code units beyond U+FFFF. */
export const compareKeys = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * The entries of a disk iterator with pending writes laid over them, in the range's order. Whether the iterator's
 * snapshot has a pending write already makes no difference. The limit is 1 or more.
 */
export function mergeOverlay(
  disk: ChunkIterator,
  overlay: PendingWrites,
  { from, to, reverse, limit }: Required<StoreRange>,
): AsyncIterable<readonly [string, Uint8Array]> {
  const direction = reverse ? -1 : 1;
  const pending = Array.from(overlay)
    .filter(([key]) => compareKeys(key, from) >= 0 && compareKeys(key, to) < 0)
    .sort(([a], [b]) => direction * compareKeys(a, b));
  return limited(merge(disk, pending, direction, Math.min(CHUNK, limit + pending.length)), limit);
}

async function* merge(
  disk: ChunkIterator,
  pending: (readonly [string, { readonly value: Uint8Array | undefined }])[],
  direction: number,
  chunkSize: number,
): AsyncGenerator<readonly [string, Uint8Array]> {
  try {
    let at = 0;
    for (;;) {
      const chunk = await disk.nextv(chunkSize);
      for (const entry of chunk) {
        let replaced = false;
        for (let next = pending[at]; next !== undefined; next = pending[++at]) {
          const order = direction * compareKeys(next[0], entry[0]);
          if (order > 0) break;
          if (order === 0) replaced = true;
          if (next[1].value !== undefined) yield [next[0], next[1].value];
        }
        if (!replaced) yield entry;
      }
      if (chunk.length === 0) break;
    }
    for (const [key, { value }] of pending.slice(at)) if (value !== undefined) yield [key, value];
  } finally {
    await disk.close();
  }
}

async function* limited<T>(items: AsyncIterable<T>, limit: number): AsyncGenerator<T> {
  let left = limit;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

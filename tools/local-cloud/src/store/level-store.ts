import { mkdirSync } from 'node:fs';
import { ClassicLevel } from 'classic-level';
import { mergeOverlay, type PendingWrites } from './overlay';
import type { Store, StoreRange, StoreWrite } from './store';

/** Writes that go to disk in one atomic batch, and those who wait for it. */
interface Group {
  readonly writes: PendingWrites;
  readonly written: Promise<void>;
  settle(error?: Error): void;
}

/** LevelDB keeps this much in memory before it starts a new file, in bytes; its default of 4 MiB stalls bulk loads. */
const WRITE_BUFFER_BYTES = 32 * 1024 * 1024;

/**
 * Opens, or creates, the store of one region in a directory of its own.
 *
 * Commits are grouped: all that arrive while a batch is on its way go together in the next one. LevelDB hands every
 * batch to the operating system before it acknowledges it, so a killed process loses nothing that was acknowledged;
 * a power cut may.
 *
 * @throws Error with what to do, when another process has the directory open.
 */
export async function openStore(dir: string): Promise<Store> {
  mkdirSync(dir, { recursive: true });
  const db = new ClassicLevel<string, Uint8Array>(dir, {
    keyEncoding: 'utf8',
    valueEncoding: 'view',
    writeBufferSize: WRITE_BUFFER_BYTES,
  });
  await db.open().catch((error: unknown) => {
    const cause = (error as { cause?: { code?: string } }).cause;
    if (cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new Error(`The store in ${dir} is open in another process. Stop that one, or choose another directory.`, {
      cause: error,
    });
  });
  return new LevelStore(db);
}

class LevelStore implements Store {
  #queued: Group | undefined;
  #writing: Group | undefined;
  /** Set by the first batch that failed: from then on memory and disk may differ, and nothing may be acknowledged. */
  #failure: Error | undefined;
  #closed = false;

  constructor(private readonly db: ClassicLevel<string, Uint8Array>) {}

  get(key: string): Uint8Array | undefined {
    const pending = this.#queued?.writes.get(key) ?? this.#writing?.writes.get(key);
    return pending === undefined ? this.db.getSync(key) : pending.value;
  }

  range({ from, to, reverse = false, limit = Infinity }: StoreRange): AsyncIterable<readonly [string, Uint8Array]> {
    if (limit <= 0) return nothing();
    const overlay: PendingWrites = new Map();
    for (const group of [this.#writing, this.#queued]) {
      for (const [key, write] of group?.writes ?? []) overlay.set(key, write);
    }
    // An iterator reads from a snapshot taken here, so that this call decides what is in the range, not its consumer.
    const iterator = this.db.iterator({ gte: from, lt: to, reverse });
    return mergeOverlay(iterator, overlay, { from, to, reverse, limit });
  }

  commit(writes: readonly StoreWrite[]): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#closed) return Promise.reject(new Error('The store is closed.'));
    const group = (this.#queued ??= openGroup());
    for (const write of writes) group.writes.set(write.key, { value: write.type === 'put' ? write.value : undefined });
    if (this.#writing === undefined) void this.#writeQueued();
    return group.written;
  }

  async close(): Promise<void> {
    this.#closed = true;
    // The writer settles a group before it starts the next: when none is left, all are on disk.
    while (this.#writing) await this.#writing.written.catch(() => undefined);
    await this.db.close();
  }

  async #writeQueued(): Promise<void> {
    while (this.#queued) {
      const group = (this.#writing = this.#queued);
      this.#queued = undefined;
      let failure = this.#failure;
      if (failure === undefined) {
        try {
          await this.db.batch(batchOf(group.writes));
        } catch (error) {
          failure = this.#failure = new Error('The store could not write; restart the region.', { cause: error });
        }
      }
      this.#writing = undefined;
      group.settle(failure);
    }
  }
}

function openGroup(): Group {
  let settle: Group['settle'] = () => undefined;
  const written = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  // Every commit hands this promise to its caller; a commit that nobody awaits must not end the process.
  written.catch(() => undefined);
  return { writes: new Map(), written, settle };
}

async function* nothing(): AsyncGenerator<readonly [string, Uint8Array]> {}

const batchOf = (writes: PendingWrites) =>
  Array.from(writes, ([key, { value }]) =>
    value === undefined ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
  );

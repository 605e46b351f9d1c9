import { randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, openSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobRef } from './object-version';

/** A file that is being written; it becomes a blob when it is finished. */
export interface BlobDraft {
  write(chunk: Uint8Array): Promise<void>;
  finish(): Promise<BlobRef>;
  discard(): Promise<void>;
}

/**
 * The bytes of objects, as files under one directory: written under a temporary name, renamed when whole, never
 * changed afterwards. What refers to a blob is committed after it is there, so that a crash leaves at most files that
 * nothing refers to; `sweep` removes them at the next start.
 */
export class BlobStore {
  constructor(private readonly dir: string) {
    rmSync(this.#drafts, { recursive: true, force: true });
    mkdirSync(this.#drafts, { recursive: true });
  }

  get #drafts(): string {
    return join(this.dir, DRAFTS);
  }

  async draft(): Promise<BlobDraft> {
    const id = randomBytes(16).toString('hex');
    const path = join(this.#drafts, id);
    const file: FileHandle = await open(path, 'wx');
    let size = 0;
    return {
      async write(chunk) {
        size += chunk.length;
        await file.appendFile(chunk);
      },
      finish: async () => {
        await file.close();
        await mkdir(dirname(this.#path(id)), { recursive: true });
        await rename(path, this.#path(id));
        return { id, size };
      },
      async discard() {
        await file.close();
        await unlink(path);
      },
    };
  }

  /**
   * The bytes from `start` up to but not including `end` of blobs laid end to end. A single file is opened here and
   * now, so that an overwrite in the meantime does not take it away; the stream must be consumed or destroyed.
   */
  read(blobs: readonly BlobRef[], start: number, end: number): Readable {
    const pieces: { id: string; from: number; to: number }[] = [];
    let offset = 0;
    for (const { id, size } of blobs) {
      const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size)];
      if (from < to) pieces.push({ id, from, to });
      offset += size;
    }
    const stream = ({ id, from, to }: (typeof pieces)[number]) =>
      createReadStream('', {
        fd: openSync(this.#path(id), 'r'),
        start: from,
        end: to - 1,
        highWaterMark: READ_AHEAD_BYTES,
      });
    const [only, ...others] = pieces;
    if (only && others.length === 0) return stream(only);
    return Readable.from(
      (async function* () {
        for (const piece of pieces) yield* stream(piece);
      })(),
      { objectMode: false },
    );
  }

  /** Removes files that nothing refers to any more; one that is gone already is no error. */
  async remove(blobs: readonly BlobRef[]): Promise<void> {
    for (const { id } of blobs) await this.#unlink(id);
  }

  /** Removes every file but those named; for the start of a region, before anything is written. */
  async sweep(known: ReadonlySet<string>): Promise<number> {
    let removed = 0;
    for (const folder of await readdir(this.dir)) {
      if (folder === DRAFTS) continue;
      for (const id of await readdir(join(this.dir, folder))) {
        if (known.has(id)) continue;
        await this.#unlink(id);
        removed += 1;
      }
    }
    return removed;
  }

  #path(id: string): string {
    return join(this.dir, id.slice(0, 2), id);
  }

  async #unlink(id: string): Promise<void> {
    await unlink(this.#path(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

/** Where drafts are; beside it, blobs lie in folders of two hexadecimal digits. */
const DRAFTS = 'incoming';

const READ_AHEAD_BYTES = 256 * 1024;

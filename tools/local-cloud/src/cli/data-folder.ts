import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '@pipeline/command-line';
import { makeFolder } from './line-file';

/** The data of one cloud, and how it came to be there. */
export interface DataFolder {
  readonly path: string;
  /** A run that was killed left it: this one goes on where that one stopped. */
  readonly resumed: boolean;
  /** The run ended by itself: what it kept is removed, unless the folder was asked for by name. */
  release(): Promise<void>;
}

/** Below the workspace, ignored by git. */
const DEFAULT_FOLDER = '.local-cloud';
const MARK = 'run.json';

/**
 * Opens the folder of a cloud's data. One that was asked for by name is kept for ever. The default one belongs to one
 * run: it is empty at the start, unless the run before was killed, whose data are then gone on with, and is removed at
 * the end.
 * @throws UsageError when another run that is alive holds it, or it can't be made
 */
export async function openDataFolder(
  workspace: string,
  { data, fresh }: { readonly data?: string; readonly fresh: boolean },
): Promise<DataFolder> {
  const path = data ?? join(workspace, DEFAULT_FOLDER);
  const mark = join(path, MARK);
  const before = await readFile(mark, 'utf8').then(
    (text) => JSON.parse(text) as { pid: number },
    () => undefined,
  );
  if (before && before.pid !== process.pid && (await staysAlive(before.pid))) {
    throw new UsageError(
      `Another run (process ${before.pid}) uses ${path}. Stop it, or give this one its own with --data DIR --port N.`,
    );
  }
  if (fresh || (!before && data === undefined)) await rm(path, { recursive: true, force: true });
  await makeFolder(path, '--data');
  await writeFile(mark, JSON.stringify({ pid: process.pid }));
  return {
    path,
    resumed: before !== undefined && !fresh,
    release: () => rm(data === undefined ? path : mark, { recursive: true, force: true }),
  };
}

/** A process that was just killed is in the list of processes for a moment yet; this long, in milliseconds, is not one. */
const MOMENT_MS = 2_000;

async function staysAlive(pid: number): Promise<boolean> {
  const until = Date.now() + MOMENT_MS;
  while (isAlive(pid)) {
    if (Date.now() > until) return true;
    await sleep(100);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

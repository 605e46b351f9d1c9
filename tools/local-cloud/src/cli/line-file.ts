import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '@pipeline/command-line';

/** Lines that are written at once, in characters. */
const BATCH = 64 * 1024;

/**
 * Makes a folder, and those above it, one by one: below /proc a recursive mkdir of Node.js never ends.
 * @param option by which it was asked for, for the message
 * @throws UsageError when there can be none, before any work was done for it
 */
export async function makeFolder(folder: string, option: string): Promise<void> {
  try {
    await makeEach(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`There can be no folder ${folder} (${code}). Choose another one with ${option}.`);
  }
}

async function makeEach(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeEach(dirname(folder));
    await mkdir(folder);
  }
}

/** Writes lines as they come, in the memory of one batch, and gives each on. */
export async function* writeLines<Value>(
  values: AsyncIterable<Value>,
  file: string,
  lineOf: (value: Value) => string,
): AsyncGenerator<Value> {
  const handle = await open(file, 'w');
  try {
    let batch = '';
    for await (const value of values) {
      batch += `${lineOf(value)}\n`;
      if (batch.length >= BATCH) {
        await handle.write(batch);
        batch = '';
      }
      yield value;
    }
    await handle.write(batch);
  } finally {
    await handle.close();
  }
}

/** Where a region's part of a dump goes. */
export const dumpFile = (folder: string, region: string, name: string): string => join(folder, region, name);

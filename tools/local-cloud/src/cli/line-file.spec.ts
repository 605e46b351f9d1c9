import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@pipeline/command-line';
import { makeFolder, writeLines } from './line-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'line-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* numbers(count: number) {
  for (let each = 0; each < count; each += 1) yield await Promise.resolve(each);
}

it('writes every line, whatever their number, and gives each value on', async () => {
  const file = join(folder, 'numbers.ndjson');
  let sum = 0;
  for await (const value of writeLines(numbers(20_000), file, String)) sum += value;
  expect(sum).toBe(199_990_000);
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(lines).toEqual([...Array.from({ length: 20_000 }, (_, index) => String(index)), '']);
});

it('makes folders below one that is there, and is content with what is there', async () => {
  const deep = join(folder, 'a/b/c');
  await makeFolder(deep, '--dump');
  await makeFolder(deep, '--dump');
  expect((await stat(deep)).isDirectory()).toBe(true);
});

it('says at once where no folder can be', async () => {
  await writeFile(join(folder, 'file'), '');
  for (const place of [join(folder, 'file'), join(folder, 'file/below'), '/proc/none/below']) {
    const made = makeFolder(place, '--dump');
    await expect(made).rejects.toBeInstanceOf(UsageError);
    await expect(made).rejects.toThrow(`There can be no folder ${place} (`);
  }
});

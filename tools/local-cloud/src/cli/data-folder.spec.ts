import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from './data-folder';

/** Above every limit of process ids: nobody's. */
const DEAD = 99_999_999;

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

const leftBehind = async (pid: number) => {
  const { path } = await openDataFolder(workspace, { fresh: false });
  writeFileSync(join(path, 'table'), 'items');
  writeFileSync(join(path, 'run.json'), JSON.stringify({ pid }));
  return join(path, 'table');
};

describe('the data of a cloud', () => {
  it('of a run that ended by itself are gone', async () => {
    const folder = await openDataFolder(workspace, { fresh: false });
    writeFileSync(join(folder.path, 'table'), 'items');
    await folder.release();
    expect(existsSync(folder.path)).toBe(false);
    expect((await openDataFolder(workspace, { fresh: false })).resumed).toBe(false);
  });

  it('of a run that was killed are gone on with, unless they are to be forgotten', async () => {
    const table = await leftBehind(DEAD);
    expect((await openDataFolder(workspace, { fresh: false })).resumed).toBe(true);
    expect(existsSync(table)).toBe(true);
    expect((await openDataFolder(workspace, { fresh: true })).resumed).toBe(false);
    expect(existsSync(table)).toBe(false);
  });

  it('of a run that is alive are not touched', async () => {
    await leftBehind(process.ppid);
    await expect(openDataFolder(workspace, { fresh: true })).rejects.toThrow(
      `Another run (process ${process.ppid}) uses ${join(workspace, '.local-cloud')}. Stop it, or give this one its own`,
    );
  });

  it('in a folder that was named are kept', async () => {
    const data = join(workspace, 'mine');
    const folder = await openDataFolder(workspace, { data, fresh: false });
    writeFileSync(join(data, 'table'), 'items');
    await folder.release();
    const again = await openDataFolder(workspace, { data, fresh: false });
    expect(again.resumed).toBe(false);
    expect(existsSync(join(data, 'table'))).toBe(true);
  });
});

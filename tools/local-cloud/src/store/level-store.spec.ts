import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openStore } from './level-store';
import type { Store, StoreRange, StoreWrite } from './store';

const put = (key: string, value: string): StoreWrite => ({ type: 'put', key, value: Buffer.from(value) });
const remove = (key: string): StoreWrite => ({ type: 'delete', key });

async function entries(store: Store, range: StoreRange): Promise<string[]> {
  const found: string[] = [];
  for await (const [key, value] of store.range(range)) found.push(`${key}=${Buffer.from(value).toString()}`);
  return found;
}

const text = (store: Store, key: string): string | undefined => {
  const value = store.get(key);
  return value === undefined ? undefined : Buffer.from(value).toString();
};

describe('level store', () => {
  let dir: string;
  let store: Store;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'store-'));
    store = await openStore(dir);
  });
  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const everything: StoreRange = { from: '', to: '\u{10ffff}' };

  describe('get', () => {
    it('sees a commit at once, on disk or not', async () => {
      const committed = store.commit([put('a', '1')]);
      expect(text(store, 'a')).toBe('1');
      await committed;
      expect(text(store, 'a')).toBe('1');
    });

    it('sees the last of several commits that are on their way', async () => {
      const commits = [store.commit([put('a', '1')]), store.commit([put('a', '2')]), store.commit([remove('a')])];
      expect(store.get('a')).toBeUndefined();
      await Promise.all(commits);
      expect(store.get('a')).toBeUndefined();
    });

    it('knows an empty value from a missing one', async () => {
      await store.commit([put('empty', '')]);
      expect(text(store, 'empty')).toBe('');
      expect(store.get('missing')).toBeUndefined();
    });
  });

  describe('range', () => {
    it('is in the order of UTF-8 bytes, across disk and overlay', async () => {
      // U+FF61 comes before U+1F600 in UTF-8 and after it in UTF-16.
      await store.commit([put('k\u{1f600}', 'disk'), put('kb', 'disk')]);
      const pending = store.commit([put('k\uff61', 'overlay'), put('ka', 'overlay')]);
      expect(await entries(store, { from: 'k', to: 'l' })).toEqual([
        'ka=overlay',
        'kb=disk',
        'k\uff61=overlay',
        'k\u{1f600}=disk',
      ]);
      await pending;
    });

    it('runs backwards, and stops at its limit', async () => {
      await store.commit(['a', 'b', 'c', 'd'].map((key) => put(key, key)));
      expect(await entries(store, { from: 'a', to: 'd', reverse: true, limit: 2 })).toEqual(['c=c', 'b=b']);
      expect(await entries(store, { from: 'a', to: 'd', limit: 0 })).toEqual([]);
    });

    it('counts its limit after deletions that are on their way', async () => {
      await store.commit(['a', 'b', 'c'].map((key) => put(key, key)));
      const pending = store.commit([remove('a'), put('b', 'new')]);
      expect(await entries(store, { ...everything, limit: 1 })).toEqual(['b=new']);
      await pending;
    });

    it('is as of the call: neither later writes nor later deletions show', async () => {
      await store.commit([put('a', '1'), put('b', '1')]);
      const range = store.range(everything);
      await store.commit([put('a', '2'), remove('b'), put('c', '2')]);
      const found: string[] = [];
      for await (const [key, value] of range) found.push(`${key}=${Buffer.from(value).toString()}`);
      expect(found).toEqual(['a=1', 'b=1']);
    });

    it('ends early without holding the store open', async () => {
      await store.commit(Array.from({ length: 600 }, (_, index) => put(`k${String(index).padStart(4, '0')}`, '')));
      for await (const [key] of store.range(everything)) if (key === 'k0300') break;
      expect(await entries(store, { ...everything, reverse: true, limit: 1 })).toEqual(['k0599=']);
    });
  });

  describe('commit', () => {
    it('keeps what was committed over closing and opening', async () => {
      void store.commit([put('a', '1'), put('b', '1')]);
      void store.commit([remove('b')]);
      await store.close();
      store = await openStore(dir);
      expect(await entries(store, everything)).toEqual(['a=1']);
    });

    it('acknowledges an empty commit after everything before it', async () => {
      let first = false;
      void store.commit([put('a', '1')]).then(() => (first = true));
      await store.commit([]);
      expect(first).toBe(true);
    });

    it('is refused after closing', async () => {
      await store.close();
      await expect(store.commit([put('a', '1')])).rejects.toThrow('The store is closed.');
      store = await openStore(dir);
    });
  });

  it('tells who opens it twice what to do', async () => {
    await expect(openStore(dir)).rejects.toThrow(
      `The store in ${dir} is open in another process. Stop that one, or choose another directory.`,
    );
  });
});

/** Commits pairs of keys as fast as it can and prints the number of each pair once it is acknowledged. */
const WRITER = `
  require('@swc-node/register');
  const { openStore } = require(process.argv[1]);
  openStore(process.argv[2]).then(async (store) => {
    const value = Buffer.alloc(2000, 'x');
    for (let at = 0; ; at += 1) {
      const number = String(at).padStart(6, '0');
      const writes = ['left', 'right'].map((side) => ({ type: 'put', key: side + '/' + number, value }));
      const committed = store.commit(writes).then(() => process.stdout.write(at + '\\n'));
      if (at % 16 === 0) await committed;
    }
  });`;

describe('level store, killed', () => {
  const startWriter = (dir: string): ChildProcess =>
    spawn(process.execPath, ['-e', WRITER, join(__dirname, 'level-store.ts'), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  it('has everything that was acknowledged, and each commit whole', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'store-killed-'));
    const writer = startWriter(dir);
    let acknowledged = -1;
    for await (const line of createInterface({ input: writer.stdout! })) {
      acknowledged = Math.max(acknowledged, Number(line));
      if (acknowledged >= 500) writer.kill('SIGKILL');
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    expect(writer.signalCode).toBe('SIGKILL');

    const store = await openStore(dir);
    const numbers = async (side: string) => {
      const found: number[] = [];
      for await (const [key] of store.range({ from: `${side}/`, to: `${side}0` })) found.push(Number(key.slice(-6)));
      return found;
    };
    const [left, right] = [await numbers('left'), await numbers('right')];
    await store.close();
    rmSync(dir, { recursive: true, force: true });
    expect(left).toEqual(right);
    expect(left).toEqual(left.map((_, index) => index));
    expect(left.length).toBeGreaterThan(acknowledged);
  });
});

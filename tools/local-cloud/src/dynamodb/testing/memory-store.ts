import type { Store, StoreWrite } from '../../store/store';

/** A store whose commits become durable when the test says so: what a crash between commit and disk would lose. */
export interface MemoryStore extends Store {
  /** From now on commits are visible, and not durable until `release`. */
  hold(): void;
  release(): void;
  /** The commits so far, and how many keys each wrote. */
  readonly commits: readonly (readonly StoreWrite[])[];
}

const bytesOf = (key: string): Buffer => Buffer.from(key, 'utf8');

export function createMemoryStore(): MemoryStore {
  const entries = new Map<string, Uint8Array>();
  const commits: (readonly StoreWrite[])[] = [];
  let held: (() => void)[] | undefined;
  return {
    commits,
    hold: () => void (held = []),
    release() {
      const waiting = held ?? [];
      held = undefined;
      for (const resolve of waiting) resolve();
    },
    get: (key) => entries.get(key),
    async *range({ from, to, reverse = false, limit = Infinity }) {
      const found = [...entries]
        .map(([key, value]) => ({ key, value, order: bytesOf(key) }))
        .filter(({ order }) => order.compare(bytesOf(from)) >= 0 && order.compare(bytesOf(to)) < 0)
        .sort((one, other) => one.order.compare(other.order) * (reverse ? -1 : 1))
        .slice(0, limit);
      for (const { key, value } of found) yield [key, value] as const;
    },
    commit(writes) {
      commits.push(writes);
      for (const write of writes) {
        if (write.type === 'put') entries.set(write.key, write.value);
        else entries.delete(write.key);
      }
      return held === undefined ? Promise.resolve() : new Promise((resolve) => held?.push(resolve));
    },
    close: () => Promise.resolve(),
  };
}

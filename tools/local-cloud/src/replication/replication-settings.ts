import type { Store } from '../store/store';

/** What a person or a test does to the line between the regions; kept over restarts of a region. */
export interface ReplicationSettings {
  /** A change of this region waits so long, in milliseconds, before another region gets it. */
  readonly lagMs: number;
  /** Nothing comes in from other regions and nothing goes out to them. */
  readonly partitioned: boolean;
}

export interface SettingsStore {
  readonly current: ReplicationSettings;
  /** Resolves when the change is durable; who listens is told before. */
  change(changed: Partial<ReplicationSettings>): Promise<void>;
  /** Told of every change, until the function that is returned is called. */
  listen(listener: () => void): () => void;
}

const KEY = 'replication/settings';
const UNDISTURBED: ReplicationSettings = { lagMs: 0, partitioned: false };

export function openSettings(store: Store): SettingsStore {
  const kept = store.get(KEY);
  let current = kept ? (JSON.parse(Buffer.from(kept).toString()) as ReplicationSettings) : UNDISTURBED;
  const listeners = new Set<() => void>();
  return {
    get current() {
      return current;
    },
    async change(changed) {
      current = { ...current, ...changed };
      for (const listener of [...listeners]) listener();
      await store.commit([{ type: 'put', key: KEY, value: Buffer.from(JSON.stringify(current)) }]);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

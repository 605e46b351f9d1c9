import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import type { Store } from '../store/store';
import { askRegion } from './ask-region';
import { type ChangeBatch, decodeBatch } from './change-batch';
import { delay } from './delay';
import type { SettingsStore } from './replication-settings';

export interface InboundOptions {
  readonly table: string;
  /** This region. */
  readonly region: string;
  readonly peer: { readonly region: string; readonly endpoint: string };
  readonly dynamodb: DynamoDbService;
  readonly store: Store;
  readonly settings: SettingsStore;
  /** Told of what does not mend itself; that the other region is away is none of it. */
  onTrouble(message: string): void;
}

/** The changes of one table on their way from one other region to this one. */
export interface InboundChanges {
  /** Whether the other region answered last. */
  readonly connected: boolean;
  /** All changes that the other region made before this instant are here, milliseconds since the epoch. */
  readonly completeTo: number;
  stop(): Promise<void>;
}

/** Where this region is in the other one's history. */
interface Cursor {
  readonly history: string;
  readonly next: number;
}

/** Between two attempts to reach the other region, in milliseconds: doubled from one to the other. */
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [50, 1_000];

/**
 * Pulls the changes that another region made and makes them here, in their order, until it is stopped. The cursor is
 * durable with the changes or after them; what a crash leaves between the two is made again, which changes nothing.
 */
export function pullChanges(options: InboundOptions): InboundChanges {
  const { table, region, peer, dynamodb, store, settings, onTrouble } = options;
  const place = `replication/cursor/${peer.region}/${table}`;
  const kept = store.get(place);
  let cursor: Cursor = kept ? (JSON.parse(Buffer.from(kept).toString()) as Cursor) : { history: '', next: 1 };
  let [connected, completeTo, failures] = [false, 0, 0];
  let trouble = '';
  const stopped = new AbortController();

  /** Aborts with the stop, and when somebody changes the settings: whatever waits looks at them again. */
  const interruptible = async <Value>(work: (interrupt: AbortSignal) => Promise<Value>): Promise<Value> => {
    const interrupt = new AbortController();
    const end = (): void => interrupt.abort();
    if (stopped.signal.aborted) end();
    stopped.signal.addEventListener('abort', end);
    const deafen = settings.listen(end);
    try {
      return await work(interrupt.signal);
    } finally {
      stopped.signal.removeEventListener('abort', end);
      deafen();
    }
  };

  const fetchBatch = async (signal: AbortSignal): Promise<ChangeBatch | undefined> => {
    const { history, next } = cursor;
    const query = new URLSearchParams({ region, history, from: String(next), wait: String(connected) });
    const answer = await askRegion(`${peer.endpoint}/_local/replication/${table}?${query.toString()}`, signal);
    return answer === undefined ? undefined : decodeBatch(answer);
  };

  const apply = async (batch: ChangeBatch): Promise<void> => {
    const { history, next, changes } = batch;
    const reached: Cursor = { history, next };
    // In one turn of the event loop, so that the store makes them durable together, and the cursor not before them.
    const made: Promise<unknown>[] = changes.map((change) => dynamodb.applyReplicated(table, change));
    if (history !== cursor.history || next !== cursor.next) {
      made.push(store.commit([{ type: 'put', key: place, value: Buffer.from(JSON.stringify(reached)) }]));
    }
    await Promise.all(made);
    cursor = reached;
    completeTo = Math.max(completeTo, batch.completeTo);
  };

  const step = async (interrupt: AbortSignal): Promise<void> => {
    if (settings.current.partitioned) {
      connected = false;
      return delay(LONGEST_PAUSE_MS, interrupt);
    }
    const batch = await fetchBatch(interrupt);
    // What was under way when the line was cut is lost, and asked for again.
    if (interrupt.aborted) return;
    connected = batch !== undefined;
    if (!batch) return delay(Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** failures++), interrupt);
    await apply(batch);
    failures = 0;
    trouble = '';
  };

  const pulling = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await interruptible(step);
      } catch (error) {
        connected = false;
        const message = error instanceof Error ? error.message : String(error);
        if (message !== trouble) onTrouble(`Replication of ${table} from ${peer.region} waits: ${message}`);
        trouble = message;
        await delay(LONGEST_PAUSE_MS, stopped.signal);
      }
    }
  })();

  return {
    get connected() {
      return connected;
    },
    get completeTo() {
      return completeTo;
    },
    async stop() {
      stopped.abort();
      await pulling;
    },
  };
}

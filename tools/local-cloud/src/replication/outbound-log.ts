import type { Change } from '../dynamodb/change-log';
import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import { ServiceFault } from '../http/service';
import type { MetricStore } from '../lambda/metrics';
import type { Store } from '../store/store';
import { encodeBatch, encodeSent, type PullRequest } from './change-batch';
import { delay } from './delay';
import type { SettingsStore } from './replication-settings';

export interface OutboundOptions {
  readonly dynamodb: DynamoDbService;
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly metrics: MetricStore;
  readonly clock: { now(): number };
}

/** What another region has not confirmed of this region's changes. */
export interface Unconfirmed {
  /** Changes; while changes of the other region come in, some of those may be counted too. */
  readonly backlog: number;
  /** Age of the oldest, in milliseconds; 0 when there is none. */
  readonly lagMs: number;
}

export interface OutboundLog {
  /**
   * Changes that were made here, as a {@link ChangeBatch} in JSON.
   * @throws ServiceFault 503 while the region is partitioned, 410 when what is asked for is no longer kept
   */
  pull(request: PullRequest, hangUp?: AbortSignal): Promise<string>;
  /** @param except the beginning of keys whose changes are not waited for: while there are only such, there is no backlog */
  unconfirmed(table: string, region: string, except?: string): Promise<Unconfirmed>;
  /** What a region has confirmed: it has all changes up to this one. */
  confirmed(table: string, region: string): number;
}

/** How far one region has got with one table. */
interface Reader {
  /** It has all changes up to this one. */
  confirmed: number;
  /** From `confirmed` to here there are only changes that it made itself. */
  passed: number;
  /** What it was sent last: it has it when it asks for what comes next. */
  sent?: { readonly next: number; readonly oldestAt: number };
}

/** What a look at the log found. */
interface Looked {
  readonly next: number;
  readonly changes: readonly string[];
  /** When the oldest of them was committed, milliseconds since the epoch. */
  readonly oldestAt: number;
  /** As in {@link ChangeBatch}; 0 when there is more to look at. */
  readonly completeTo: number;
  /** When the next change has waited long enough, milliseconds since the epoch. */
  readonly due: number | undefined;
}

/** A batch is one turn of the receiving region's event loop, and its memory. */
const MOST_CHANGES = 250;
const MOST_BYTES = 1024 * 1024;
/** Changes looked at before the log is asked again. */
const LOOK_AT = 1_000;
/** Changes gather so long before a batch that is not full, in milliseconds: a batch costs as much as many changes. */
const GATHER_MS = 50;
/** Longest wait for a change before an empty answer, in milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/** The changes of this region as other regions pull them. A pull confirms everything before what it asks for. */
export function createOutboundLog({ dynamodb, store, settings, metrics, clock }: OutboundOptions): OutboundLog {
  const readers = new Map<string, Reader>();
  const place = (table: string, region: string): string => `replication/confirmed/${region}/${table}`;

  const readerOf = (table: string, region: string): Reader => {
    const key = place(table, region);
    const known = readers.get(key);
    if (known) return known;
    const kept = store.get(key);
    const confirmed = kept ? Number(Buffer.from(kept).toString()) : 0;
    const reader: Reader = { confirmed, passed: confirmed };
    readers.set(key, reader);
    return reader;
  };

  const confirm = (table: string, region: string, reader: Reader, confirmed: number): void => {
    if (reader.sent?.next === confirmed + 1) {
      metrics.record([
        {
          namespace: 'AWS/DynamoDB',
          name: 'ReplicationLatency',
          dimensions: { TableName: table, ReceivingRegion: region },
          unit: 'Milliseconds',
          value: clock.now() - reader.sent.oldestAt,
          timestamp: clock.now(),
        },
      ]);
    }
    delete reader.sent;
    if (reader.confirmed === confirmed) return;
    reader.confirmed = confirmed;
    reader.passed = confirmed;
    // Not waited for: whoever lost it is only told again.
    void store.commit([{ type: 'put', key: place(table, region), value: Buffer.from(String(confirmed)) }]);
  };

  const checkLine = (): void => {
    if (settings.current.partitioned) throw partitionedFault();
  };

  const pull = async (request: PullRequest, reader: Reader, ended: AbortSignal): Promise<string> => {
    const { table } = request;
    const history = dynamodb.historyOf(table);
    let next = request.history === history ? request.from : 1;
    confirm(table, request.region, reader, next - 1);
    for (;;) {
      checkLine();
      await dynamodb.changeArrival(table, next, ended);
      const { oldest, newest } = dynamodb.changeRange(table);
      if (newest - next < MOST_CHANGES) await delay(GATHER_MS, ended);
      checkLine();
      if (next < oldest) throw trimmed(table, next, oldest);
      const looked = await lookForChanges(table, next);
      next = looked.next;
      const { changes, completeTo, oldestAt, due } = looked;
      if (changes.length > 0) reader.sent = { next, oldestAt };
      else reader.passed = next - 1;
      if (changes.length > 0 || ended.aborted) return encodeBatch({ history, next, completeTo, changes });
      if (due !== undefined) await delay(due - clock.now(), ended);
    }
  };

  const lookForChanges = async (table: string, from: number): Promise<Looked> => {
    const now = clock.now();
    const { lagMs } = settings.current;
    const changes: string[] = [];
    let [next, bytes, oldestAt] = [from, 0, now];
    for await (const change of dynamodb.ownChanges(table, from, LOOK_AT)) {
      const due = change === undefined ? now : change.at + lagMs;
      if (due > now) return { next, changes, oldestAt, completeTo: due - lagMs, due };
      next += 1;
      if (change === undefined) continue;
      const text = encodeSent(change);
      bytes += text.length;
      oldestAt = Math.min(oldestAt, change.at);
      changes.push(text);
      if (changes.length >= MOST_CHANGES || bytes >= MOST_BYTES) break;
    }
    const atEnd = next > dynamodb.changeRange(table).newest;
    return { next, changes, oldestAt, completeTo: atEnd ? now : 0, due: undefined };
  };

  return {
    async pull(request, hangUp) {
      const stop = new AbortController();
      const end = (): void => stop.abort();
      const timer = setTimeout(end, LONGEST_WAIT_MS);
      if (!request.wait) end();
      const deafen = settings.listen(end);
      hangUp?.addEventListener('abort', end);
      try {
        return await pull(request, readerOf(request.table, request.region), stop.signal);
      } finally {
        clearTimeout(timer);
        deafen();
        hangUp?.removeEventListener('abort', end);
      }
    },

    async unconfirmed(table, region, except) {
      const reader = readerOf(table, region);
      const { newest } = dynamodb.changeRange(table);
      let { passed } = reader;
      let confirmed = true;
      for await (const change of dynamodb.ownChanges(table, passed + 1, newest)) {
        if (change && !isOf(change, except)) {
          return { backlog: newest - passed, lagMs: Math.max(0, clock.now() - change.at) };
        }
        passed += 1;
        confirmed &&= change === undefined;
        if (confirmed) reader.passed = Math.max(reader.passed, passed);
      }
      return { backlog: 0, lagMs: 0 };
    },

    confirmed: (table, region) => readerOf(table, region).confirmed,
  };
}

const isOf = ({ keys }: Pick<Change, 'keys'>, prefix: string | undefined): boolean =>
  prefix !== undefined && Object.values(keys).some(({ S }) => S?.startsWith(prefix));

/** What the other region is told while the line is cut; it asks again. */
export const partitionedFault = () => new ServiceFault('Partitioned', 503, 'This region is partitioned.');

function trimmed(table: string, from: number, oldest: number): ServiceFault {
  const message = `Changes ${from} to ${oldest - 1} of '${table}' are no longer kept. Start both regions with empty data, or copy one's to the other.`;
  return new ServiceFault('Trimmed', 410, message);
}

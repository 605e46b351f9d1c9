import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../lambda/invocation';
import type { PlannedStreamMapping } from '../template/planned';
import { readFilters } from './filter-criteria';
import { createLane, type Lane } from './record-lane';
import { createShardProgress, type ShardProgress } from './shard-progress';
import { readStreamAnswer } from './stream-answer';
import { type BatchAnswer, deliverBatch, type Discard } from './stream-batch';
import { streamEvent } from './stream-event';
import type { StreamPositions } from './stream-positions';
import type { StreamRecord, StreamSource } from './stream-source';

export interface StreamMappingOptions {
  readonly mapping: PlannedStreamMapping;
  readonly source: StreamSource;
  readonly positions: StreamPositions;
  readonly clock: { now(): number };
  invoke(event: unknown): Promise<Outcome>;
  /** Keeps what is given up, where the mapping names a place; rejects when that place did not take it. */
  discard(discard: Discard): Promise<void>;
  /** Told of what the poller met and goes on after. */
  onTrouble(message: string): void;
  /** Between tries of the same records, in milliseconds: first, and longest. */
  readonly backoffMs?: { readonly first: number; readonly longest: number };
}

export interface StreamMapping {
  readonly mapping: PlannedStreamMapping;
  /** Batches that are with the function now. */
  inFlight(): number;
  state(): 'Enabled' | 'Disabled';
  setEnabled(enabled: boolean): void;
  progress(): StreamProgress;
  /** Hands on nothing more, and waits for the batches that are with the function. */
  stop(): Promise<void>;
}

export interface StreamProgress {
  /** Records that are not settled yet, those that a filter will drop included. */
  readonly backlog: number;
  /** The age of the oldest of them that was read. */
  readonly iteratorAgeMs: number;
  /** The sequence number of the newest record. */
  readonly newest: number;
}

const BACKOFF_MS = { first: 500, longest: 30_000 };
/** Records in memory at most, and their JSON: a lane that is held up must not fetch the whole stream. */
const MOST_WAITING = 20_000;
const MOST_WAITING_BYTES = 64 * 1024 ** 2;
/** What a stream keeps on AWS; here it waits for its mappings. */
const AWS_RETENTION_MS = 24 * 60 * 60 * 1000;
/** Records that a filter drops are in no batch; the position is saved after so many of them. */
const SAVE_EVERY = 1_000;

/**
 * Polls a table's stream for a function. Records of one item go to the same of as many lanes as the mapping's
 * parallelization factor and keep their order there; each lane hands on one batch at a time.
 */
export function startStreamMapping(options: StreamMappingOptions): StreamMapping {
  const { mapping, source, positions, clock, onTrouble, backoffMs = BACKOFF_MS } = options;
  const passes = readFilters(mapping.filters);
  let inFlight = 0;
  let progress = createShardProgress(startOf(options));
  let running: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  let lastEnd: Promise<void> = Promise.resolve();

  const invoke = async (records: readonly StreamRecord[]): Promise<BatchAnswer> => {
    inFlight += 1;
    try {
      const outcome = await options.invoke(streamEvent(records));
      const { trouble, ...answer } = readStreamAnswer(mapping, records, outcome);
      if (trouble !== undefined) onTrouble(trouble);
      return answer;
    } finally {
      inFlight -= 1;
    }
  };

  const settled = async (records: readonly StreamRecord[], of: ShardProgress) => {
    for (const { sequence } of records) of.settled(sequence);
    await positions.save(mapping.id, of.next());
  };

  /** Until the place takes it: what is given up must not be lost on top. */
  const discard = async (given: Discard, signal: AbortSignal) => {
    const { condition, records } = given;
    onTrouble(
      `${mapping.functionName} was spared ${records.length} record(s) from ${records[0]?.sequenceNumber}: ${condition}.`,
    );
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await options.discard(given);
      } catch (error) {
        onTrouble(`${mapping.onFailureArn} did not take discarded records: ${String(error)}`);
        await pause(backoffMs, attempt, signal);
      }
    }
  };

  const hand = (batch: readonly StreamRecord[], of: ShardProgress, signal: AbortSignal) =>
    deliverBatch(batch, mapping, {
      invoke(records) {
        // A batch that is stopped between two tries goes on from its lowest unsettled record at the next start.
        signal.throwIfAborted();
        return invoke(records);
      },
      discard: (given) => discard(given, signal),
      settled: (records) => settled(records, of),
      pause: (attempt) => pause(backoffMs, attempt, signal),
      now: () => clock.now(),
    });

  const read = async (lanes: readonly Lane[], of: ShardProgress, signal: AbortSignal) => {
    let dropped = 0;
    let late = false;
    for await (const record of source.follow(of.next(), signal)) {
      of.read(record.sequence, record.at);
      if (!late && clock.now() - record.at > AWS_RETENTION_MS) {
        late = true;
        onTrouble(
          `${mapping.functionName} gets records of more than 24 hours ago from ${record.sequenceNumber} on. AWS would have lost them.`,
        );
      }
      if (passes(record.event)) {
        await lanes[laneOf(record.item, lanes.length)]?.push(record, signal);
        continue;
      }
      of.settled(record.sequence);
      dropped += 1;
      if (dropped % SAVE_EVERY === 0) await positions.save(mapping.id, of.next());
    }
  };

  const run = async (signal: AbortSignal) => {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      // What was under way when a run failed is read again.
      progress = createShardProgress(progress.next());
      const of = progress;
      const failed = new AbortController();
      const both = AbortSignal.any([signal, failed.signal]);
      // The reader and every lane wait for it.
      setMaxListeners(0, both);
      const limits = {
        records: MOST_WAITING / mapping.parallelizationFactor,
        bytes: MOST_WAITING_BYTES / mapping.parallelizationFactor,
      };
      const lanes = Array.from({ length: mapping.parallelizationFactor }, () => createLane(mapping, limits));
      const work = [read(lanes, of, both), ...lanes.map((lane) => lane.work(both, (batch) => hand(batch, of, both)))];
      const ends = await Promise.allSettled(work.map((each) => each.finally(() => failed.abort())));
      for (const end of ends) {
        if (end.status === 'fulfilled' || isStop(end.reason)) continue;
        onTrouble(`The stream ${mapping.streamArn} could not be polled: ${String(end.reason)}`);
      }
      if (signal.aborted) break;
      await pause(backoffMs, attempt, signal).catch(() => undefined);
    }
    // Records that a filter dropped last are in no batch.
    await positions.save(mapping.id, progress.next());
  };

  const halt = () => {
    running?.abort.abort();
    if (running) lastEnd = running.ended;
    running = undefined;
    return lastEnd;
  };

  const setEnabled = (enabled: boolean) => {
    if (!enabled) {
      void halt();
    } else if (!running) {
      const abort = new AbortController();
      const ended = lastEnd
        // From the first moment on it is known where the mapping began, LATEST above all.
        .then(() => positions.save(mapping.id, progress.next()))
        .then(() => run(abort.signal))
        .catch((error: unknown) => onTrouble(`The mapping of ${mapping.streamArn} ended: ${String(error)}`));
      running = { abort, ended };
    }
  };

  setEnabled(mapping.enabled);
  return {
    mapping,
    inFlight: () => inFlight,
    state: () => (running ? 'Enabled' : 'Disabled'),
    setEnabled,
    progress() {
      const { newest } = source.range();
      const iteratorAgeMs = Math.max(0, clock.now() - (progress.oldestAt() ?? Infinity));
      return { backlog: newest + 1 - progress.next(), iteratorAgeMs, newest };
    },
    stop: halt,
  };
}

/** Where it was, or where its template says that a mapping begins which never ran. */
function startOf({ mapping, source, positions, onTrouble }: StreamMappingOptions): number {
  const { oldest, newest } = source.range();
  const saved = positions.next(mapping.id);
  if (saved === undefined) return mapping.startingPosition === 'LATEST' ? newest + 1 : oldest;
  if (saved >= oldest) return saved;
  // Nothing is trimmed that a mapping of the template needs; this one was taken out of it for a while.
  onTrouble(
    `The mapping of ${mapping.functionName} missed ${oldest - saved} records of ${mapping.streamArn}, which were trimmed.`,
  );
  return oldest;
}

/** The same lane for the same item, over restarts too. */
const laneOf = (item: string, lanes: number): number =>
  lanes === 1 ? 0 : createHash('sha1').update(item).digest().readUInt32BE(0) % lanes;

async function pause(
  { first, longest }: { readonly first: number; readonly longest: number },
  attempt: number,
  signal: AbortSignal,
): Promise<void> {
  await sleep(Math.min(first * 2 ** (attempt - 1), longest), undefined, { signal, ref: false });
}

const isStop = (reason: unknown): boolean => (reason as { name?: unknown } | undefined)?.name === 'AbortError';

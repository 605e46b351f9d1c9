import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store, StoreWrite } from '../store/store';
import { decode, encode, type PreparedSend } from './message';
import type { Queue } from './queue';

export type MoveStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** A redrive: messages of a dead-letter queue on their way to another queue. */
export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Undefined: each message goes back to the queue that it came from. */
  readonly destinationArn?: string;
  readonly messagesPerSecond?: number;
  readonly status: MoveStatus;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly moved: number;
  readonly toMove: number;
  readonly failureReason?: 'CouldNotDetermineMessageSource' | 'NonExistentQueue';
}

export interface MoveSurroundings {
  readonly store: Store;
  readonly clock: { now(): number };
  queueByArn(arn: string): Queue | undefined;
}

/** Messages moved in one commit. */
const STEP = 100;

/** The newest first per source: time is counted backwards in the key. */
const taskKey = ({ sourceArn, startedAt, id }: MoveTask): string =>
  `sqs/move/${sourceArn}/${String(Number.MAX_SAFE_INTEGER - startedAt).padStart(16, '0')}/${id}`;

const writeTask = (task: MoveTask): StoreWrite => ({ type: 'put', key: taskKey(task), value: encode(task) });

/**
 * Runs redrives in the background. A step moves messages and counts them in one commit, so that a killed process
 * loses and doubles none; the next start goes on where it was.
 */
export class MoveTasks {
  readonly #running = new Map<string, MoveTask>();
  readonly #stop = new AbortController();
  readonly #loops = new Set<Promise<void>>();

  constructor(private readonly around: MoveSurroundings) {}

  /** Takes up the tasks that an earlier process was at. */
  async resume(): Promise<void> {
    for await (const [, value] of this.around.store.range({ from: 'sqs/move/', to: 'sqs/move0' })) {
      const task = decode<MoveTask>(value);
      if (task.status === 'RUNNING') this.#run(task);
    }
  }

  runningFrom(sourceArn: string): MoveTask | undefined {
    return [...this.#running.values()].find((task) => task.sourceArn === sourceArn);
  }

  async start(task: Pick<MoveTask, 'sourceArn' | 'destinationArn' | 'messagesPerSecond'>): Promise<MoveTask> {
    const toMove = this.around.queueByArn(task.sourceArn)?.depth().visible ?? 0;
    const started: MoveTask = {
      ...task,
      id: randomUUID(),
      status: 'RUNNING',
      startedAt: this.around.clock.now(),
      moved: 0,
      toMove,
    };
    this.#running.set(started.id, started);
    await this.around.store.commit([writeTask(started)]);
    this.#run(started);
    return started;
  }

  /** @returns the task as it ended; undefined when none of that id is running. */
  async cancel(id: string): Promise<MoveTask | undefined> {
    const task = this.#running.get(id);
    if (task === undefined) return undefined;
    const cancelled: MoveTask = { ...task, status: 'CANCELLED' };
    this.#running.delete(id);
    await this.around.store.commit([writeTask(cancelled)]);
    return cancelled;
  }

  /** The tasks of a source, the newest first. */
  async list(sourceArn: string, limit: number): Promise<readonly MoveTask[]> {
    const range = { from: `sqs/move/${sourceArn}/`, to: `sqs/move/${sourceArn}0`, limit };
    const tasks: MoveTask[] = [];
    for await (const [, value] of this.around.store.range(range)) tasks.push(decode(value));
    return tasks;
  }

  /** Lets the steps under way end and starts no other; the tasks go on at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  #run(task: MoveTask): void {
    this.#running.set(task.id, task);
    const loop = this.#moveAll(task.id).finally(() => this.#loops.delete(loop));
    this.#loops.add(loop);
  }

  async #moveAll(id: string): Promise<void> {
    const { messagesPerSecond } = this.#running.get(id) ?? {};
    while (!this.#stop.signal.aborted) {
      const task = this.#running.get(id);
      if (task === undefined) return;
      const { next, writes, sends } = this.#step(task, messagesPerSecond ?? STEP);
      if (next.status === 'RUNNING') this.#running.set(id, next);
      else this.#running.delete(id);
      await this.around.store.commit([...writes, writeTask(next)]);
      for (const send of sends) send.publish();
      if (next.status !== 'RUNNING') return;
      if (messagesPerSecond !== undefined) {
        await sleep(1_000, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  /** Moves the next messages that are visible. Decided in one turn; the writes are to be committed in it as well. */
  #step(task: MoveTask, most: number): { next: MoveTask; writes: StoreWrite[]; sends: PreparedSend[] } {
    const source = this.around.queueByArn(task.sourceArn);
    const writes: StoreWrite[] = [];
    const sends: PreparedSend[] = [];
    const found = source?.visible(most) ?? [];
    for (const { sequence, message } of found) {
      const arn = task.destinationArn ?? message.deadLetterSource;
      const destination = arn === undefined ? undefined : this.around.queueByArn(arn);
      if (destination === undefined) {
        const failureReason = arn === undefined ? 'CouldNotDetermineMessageSource' : 'NonExistentQueue';
        return { next: { ...task, moved: task.moved + sends.length, status: 'FAILED', failureReason }, writes, sends };
      }
      // A redriven message is a new one: new id, new time, no receives.
      const { body, attributes, traceHeader, senderId } = message;
      const content = { body, attributes, ...(traceHeader === undefined ? {} : { traceHeader }) };
      const send = destination.prepareSend([content], senderId);
      writes.push(...(source?.remove(sequence) ?? []), ...send.writes);
      sends.push(send);
    }
    const moved = task.moved + sends.length;
    return { next: { ...task, moved, status: found.length === 0 ? 'COMPLETED' : 'RUNNING' }, writes, sends };
  }
}

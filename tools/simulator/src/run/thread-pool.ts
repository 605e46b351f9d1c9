import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FromThread, Job, JobResult, ToThread } from './simulate-in-thread';

interface Waiting {
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: Error) => void;
}

/** A seed leaves little behind: with room for what it makes, most of it is never copied. */
const YOUNG_MB = 64;

/** Threads that simulate, one for each core; a job goes to one that has none. */
export class ThreadPool {
  readonly #idle: Worker[];
  readonly #threads: Worker[];
  readonly #waiting = new Map<number, Waiting>();
  readonly #queue: (() => void)[] = [];
  #jobs = 0;

  constructor(script: string, workspace: string, threads = availableParallelism()) {
    const options = { workerData: { workspace }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } };
    this.#threads = Array.from({ length: threads }, () => new Worker(script, options));
    this.#idle = [...this.#threads];
    for (const thread of this.#threads) {
      thread.on('message', (message: FromThread) => {
        this.#idle.push(thread);
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if ('result' in message) waiting?.resolve(message.result);
        else waiting?.reject(new Error(message.failed));
        this.#queue.shift()?.();
      });
      thread.on('error', (error) => {
        for (const { reject } of this.#waiting.values()) reject(error);
      });
    }
  }

  get size(): number {
    return this.#threads.length;
  }

  /** A source that jobs name from now on. */
  load(name: string, code: string): void {
    for (const thread of this.#threads) thread.postMessage({ kind: 'source', name, code } satisfies ToThread);
  }

  async run(job: Job): Promise<JobResult> {
    while (this.#idle.length === 0) await new Promise<void>((resolve) => this.#queue.push(resolve));
    const thread = this.#idle.pop() as Worker;
    this.#jobs += 1;
    const id = this.#jobs;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage({ kind: 'job', id, job } satisfies ToThread);
    });
  }

  /**
   * Runs the jobs, as many at once as there are threads; stops taking new ones when `enough` says so.
   * @throws Error when a job could not be run
   */
  async each(
    jobs: Iterable<Job>,
    take: (result: JobResult, job: Job) => void,
    enough: () => boolean = () => false,
  ): Promise<void> {
    const iterator = jobs[Symbol.iterator]();
    const lane = async () => {
      while (!enough()) {
        const next = iterator.next();
        if (next.done) return;
        take(await this.run(next.value), next.value);
      }
    };
    await Promise.all(this.#threads.map(lane));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

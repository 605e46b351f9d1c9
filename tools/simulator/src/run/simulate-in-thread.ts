import { parentPort, workerData } from 'node:worker_threads';
import { evaluateFunction, type FunctionUnderTest, type Timers } from '../function/load-function';
import { type SeedResult, type SimulationOptions, simulate } from '../world/simulate';
import { killAt } from './kill-at';

/** One simulation for a thread to do. */
export interface Job extends Omit<SimulationOptions, 'subject' | 'next' | 'timers' | 'onCall'> {
  /** Which of the sources that the thread was told. */
  readonly source: string;
  /** The source that is deployed meanwhile, where one is. */
  readonly nextSource?: string;
  /** Awaits at which the process is killed, counted over the run. */
  readonly kills?: readonly number[];
}

export interface JobResult extends SeedResult {
  /** Awaits that the run passed. */
  readonly awaits: number;
}

export type ToThread =
  | { readonly kind: 'source'; readonly name: string; readonly code: string }
  | { readonly kind: 'job'; readonly id: number; readonly job: Job };

export type FromThread =
  { readonly id: number; readonly result: JobResult } | { readonly id: number; readonly failed: string };

/** Simulates what it is told, one job after the other, until it is ended. */
export function serveJobs(): void {
  const port = parentPort;
  if (!port) throw new Error('Not in a thread.');
  // Nobody reads the stack of a simulated fault, and taking it costs more than the fault.
  Error.stackTraceLimit = 0;
  const { workspace } = workerData as { readonly workspace: string };
  const timers: Timers = { scheduler: undefined };
  const subjects = new Map<string, FunctionUnderTest>();
  const unhandled: string[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));

  const perform = async ({ source, nextSource, kills, ...options }: Job): Promise<JobResult> => {
    const subject = subjects.get(source);
    if (!subject) throw new Error(`The thread has no source called ${source}.`);
    const next = nextSource === undefined ? undefined : subjects.get(nextSource);
    const killing = killAt(kills ?? []);
    unhandled.length = 0;
    const result = await simulate({ ...options, subject, ...(next ? { next } : {}), timers, onCall: killing.onCall });
    await new Promise(setImmediate);
    const crashes = unhandled.map((reason) => `process: a rejection that nobody handled: ${reason}`);
    return { ...result, problems: [...result.problems, ...crashes.slice(0, 1)], awaits: killing.awaits() };
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'source') {
      subjects.set(message.name, evaluateFunction(message.code, workspace, timers));
      return;
    }
    const { id, job } = message;
    perform(job).then(
      (result) => port.postMessage({ id, result } satisfies FromThread),
      (error: unknown) => port.postMessage({ id, failed: String(error) } satisfies FromThread),
    );
  });
}

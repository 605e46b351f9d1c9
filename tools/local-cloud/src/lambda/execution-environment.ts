import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PlannedFunction } from '../template/planned';
import type { FunctionLog } from './function-log';
import { functionVariables } from './function-variables';
import { failed, type FunctionError, type Outcome } from './invocation';
import { peakMemoryBytes } from './peak-memory';
import { openRuntimeApi, type RuntimeApi } from './runtime-api';

export interface EnvironmentOptions {
  readonly definition: PlannedFunction;
  readonly region: string;
  readonly endpoint: string;
  /** File that holds the bootstrap source. */
  readonly bootstrap: string;
  readonly log: FunctionLog;
  /** Node.js binary of the functions; by default the one that runs this. */
  readonly node?: string;
  /** Initialisation may take this long, in milliseconds; Lambda's limit is 10 s. */
  readonly initTimeoutMs?: number;
}

export type Start =
  | { readonly kind: 'ready'; readonly environment: ExecutionEnvironment }
  | { readonly kind: 'error'; readonly error: FunctionError };

const INIT_TIMEOUT_MS = 10_000;
const MEBIBYTE = 1024 * 1024;
/** V8's heap gets this share of the function's memory, as in Lambda; the rest is for buffers and the runtime itself. */
const HEAP_SHARE = 0.9;
const MEMORY_LOOK_MS = 200;

/** One process that runs one function, one invocation at a time, until it is closed or breaks. */
export class ExecutionEnvironment {
  /** False once the process ended: it takes no more invocations. */
  alive = true;
  readonly #definition: PlannedFunction;
  readonly #log: FunctionLog;
  readonly #stream: string;
  #peakBytes = 0;
  /** Of the cold start; undefined once a report has named it. */
  #initMs: number | undefined;
  #child: ChildProcess | undefined;
  #api: RuntimeApi | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  #ready: () => void = () => undefined;
  #initFailed: (error: FunctionError) => void = () => undefined;
  #ended: (outcome: Outcome) => void = () => undefined;
  #requestId: string | undefined;
  /** Why the local cloud itself killed the process. */
  #killedFor: Outcome | undefined;

  private constructor({ definition, log }: EnvironmentOptions) {
    this.#definition = definition;
    this.#log = log;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    this.#stream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  }

  /** A cold start: until the runtime asks for its first invocation, fails, or takes too long. */
  static async start(options: EnvironmentOptions): Promise<Start> {
    const environment = new ExecutionEnvironment(options);
    const error = await environment.#initialise(options);
    if (!error) return { kind: 'ready', environment };
    await environment.close();
    return { kind: 'error', error };
  }

  async #initialise(options: EnvironmentOptions): Promise<FunctionError | undefined> {
    const { definition, initTimeoutMs = INIT_TIMEOUT_MS } = options;
    const started = performance.now();
    this.#api = await openRuntimeApi({
      ready: () => this.#ready(),
      initFailed: (error) => this.#initFailed(error),
      ended: (requestId, outcome) => {
        if (requestId === this.#requestId) this.#ended(outcome);
      },
    });
    let late: NodeJS.Timeout | undefined;
    const initialised = new Promise<FunctionError | undefined>((resolve) => {
      this.#ready = () => resolve(undefined);
      this.#initFailed = resolve;
      late = setTimeout(() => {
        resolve({ errorType: 'Sandbox.Timedout', errorMessage: `Initialisation took longer than ${initTimeoutMs} ms` });
      }, initTimeoutMs);
      void this.#spawn(options, this.#api?.address ?? '').then((reason) => {
        resolve({ errorType: 'Runtime.ExitError', errorMessage: reason });
      });
    });
    const error = await initialised;
    clearTimeout(late);
    const initMs = performance.now() - started;
    this.#initMs = initMs;
    if (error) {
      const init = `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: error`;
      this.#write(`${init}\tError Type: ${error.errorType}`);
      this.#write(`${definition.name} can't start: ${error.errorType}: ${error.errorMessage}`);
    }
    return error;
  }

  /** @returns when the process has ended, the reason in Lambda's words */
  async #spawn(options: EnvironmentOptions, runtimeApi: string): Promise<string> {
    const { definition, region, endpoint, bootstrap, node = process.execPath } = options;
    const heap = Math.floor(definition.memoryMiB * HEAP_SHARE);
    const child = spawn(node, [`--max-old-space-size=${heap}`, bootstrap], {
      cwd: definition.codeDirectory,
      env: functionVariables(definition, { region, endpoint, runtimeApi, logStream: this.#stream }),
      // Descriptor 3 closes when this process ends, by SIGKILL too, and the child with it.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output as Readable }).on('line', (line) => this.#write(line));
    }
    // The pipe tells the child by its closing only; that the child closed it first is no error of ours.
    child.stdio[3]?.on('error', () => undefined);
    const exited = once(child, 'exit').then(
      ([code, signal]) => reasonOf(code as number | null, signal as NodeJS.Signals | null),
      (error: Error) => `Runtime could not be started: ${error.message}`,
    );
    this.#exited = exited.then((reason) => {
      this.alive = false;
      this.#ended(this.#killedFor ?? failed('Runtime.ExitError', `RequestId: ${this.#requestId} Error: ${reason}`));
    });
    return exited;
  }

  /**
   * Runs one invocation to its end: an answer, an error of the function, its timeout, or the end of its process.
   * Resolves when the runtime can take the next one, or never will.
   */
  async invoke(requestId: string, event: string): Promise<Outcome> {
    const { arn, timeoutSeconds } = this.#definition;
    if (!this.alive)
      return failed('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited before the invocation`);
    const started = performance.now();
    this.#requestId = requestId;
    this.#killedFor = undefined;
    this.#write(`START RequestId: ${requestId} Version: $LATEST`);
    const deadline = setTimeout(() => this.#timeOut(requestId), timeoutSeconds * 1000);
    const watch = setInterval(() => void this.#lookAtMemory(requestId), MEMORY_LOOK_MS);
    const idle = new Promise<void>((resolve) => (this.#ready = resolve));
    const answered = await new Promise<Outcome>((resolve) => {
      this.#ended = resolve;
      this.#api?.give({ requestId, event, functionArn: arn, deadline: Date.now() + timeoutSeconds * 1000 });
    });
    clearTimeout(deadline);
    clearInterval(watch);
    await Promise.race([idle, this.#exited]);
    // What the function printed before it answered is in the pipes: one turn of the loop reads them.
    await nextTurn();
    // Memory has its limit at every moment: an answer that came between two looks came from beyond it.
    await this.#lookAtMemory(requestId);
    const outcome = this.#killedFor ?? answered;
    this.#report(requestId, performance.now() - started, outcome);
    return outcome;
  }

  /** Ends the process at once, as Lambda does with an environment that it no longer needs. */
  async close(): Promise<void> {
    this.alive = false;
    this.#child?.kill('SIGKILL');
    await this.#exited;
    await this.#api?.close();
  }

  #timeOut(requestId: string): void {
    const message = `Task timed out after ${this.#definition.timeoutSeconds.toFixed(2)} seconds`;
    this.#write(`${new Date().toISOString()} ${requestId} ${message}`);
    this.#kill(failed('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`));
  }

  #kill(reason: Outcome): void {
    this.#killedFor = reason;
    this.alive = false;
    this.#child?.kill('SIGKILL');
  }

  /** Notes the most memory that the process has had, and kills it above the limit. */
  async #lookAtMemory(requestId: string): Promise<void> {
    const pid = this.#child?.pid;
    this.#peakBytes = Math.max(this.#peakBytes, (pid === undefined ? undefined : await peakMemoryBytes(pid)) ?? 0);
    if (this.#peakBytes <= this.#definition.memoryMiB * MEBIBYTE || !this.alive) return;
    this.#kill(failed('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`));
  }

  #report(requestId: string, ms: number, outcome: Outcome): void {
    const memoryMiB = Math.min(Math.ceil(this.#peakBytes / MEBIBYTE), this.#definition.memoryMiB);
    const status =
      outcome.kind === 'error'
        ? `\tStatus: ${outcome.error.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error'}`
        : '';
    const init = this.#initMs === undefined ? '' : `\tInit Duration: ${this.#initMs.toFixed(2)} ms`;
    this.#initMs = undefined;
    this.#write(`END RequestId: ${requestId}`);
    this.#write(
      `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\t` +
        `Memory Size: ${this.#definition.memoryMiB} MB\tMax Memory Used: ${memoryMiB} MB${init}${status}`,
    );
  }

  #write(message: string): void {
    this.#log.write(this.#stream, message);
  }
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

import { randomUUID } from 'node:crypto';
import type { PlannedFunction } from '../template/planned';
import { type EnvironmentOptions, ExecutionEnvironment } from './execution-environment';
import type { Outcome } from './invocation';
import type { MetricStore } from './metrics';

export interface FunctionPool {
  readonly definition: PlannedFunction;
  /** Runs one invocation, in a warm environment if one is free; waits for one while all are busy. */
  invoke(event: unknown): Promise<Outcome>;
  /** Invocations that run or wait. */
  inFlight(): number;
  /** Ends every environment, invocations that run included. */
  close(): Promise<void>;
}

export interface FunctionPoolOptions extends EnvironmentOptions {
  /** Environments at most; a function without reserved concurrency gets what a small machine bears. */
  readonly maximumConcurrency?: number;
  readonly metrics: MetricStore;
  /** A warm environment that nobody needed for so long is ended, in milliseconds. */
  readonly idleMs?: number;
}

const DEFAULT_CONCURRENCY = 10;
const IDLE_MS = 5 * 60_000;

/** The execution environments of one function: one invocation at a time in each, the last used first. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { definition, metrics, idleMs = IDLE_MS } = options;
  const maximum = definition.reservedConcurrency ?? options.maximumConcurrency ?? DEFAULT_CONCURRENCY;
  const idle: { readonly environment: ExecutionEnvironment; readonly expiry: NodeJS.Timeout }[] = [];
  const all = new Set<ExecutionEnvironment>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const takeIdle = (): ExecutionEnvironment | undefined => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      clearTimeout(warm.expiry);
      if (warm.environment.alive) return warm.environment;
      end(warm.environment);
    }
    return undefined;
  };

  const end = (environment: ExecutionEnvironment) => {
    all.delete(environment);
    void environment.close();
  };

  const release = (environment: ExecutionEnvironment) => {
    if (!environment.alive || closed) return end(environment);
    const expiry = setTimeout(() => {
      const at = idle.findIndex((warm) => warm.environment === environment);
      if (at < 0) return;
      idle.splice(at, 1);
      end(environment);
    }, idleMs);
    // A warm environment must not keep a process alive that has nothing else to do.
    expiry.unref();
    idle.push({ environment, expiry });
  };

  const count = (name: string, unit: string, value: number) =>
    metrics.record([
      {
        namespace: 'AWS/Lambda',
        name,
        dimensions: { FunctionName: definition.name },
        unit,
        value,
        timestamp: Date.now(),
      },
    ]);

  const run = async (event: unknown): Promise<Outcome> => {
    let environment = takeIdle();
    if (!environment) {
      const start = await ExecutionEnvironment.start(options);
      if (start.kind === 'error') return start;
      environment = start.environment;
      all.add(environment);
      if (closed) await environment.close();
    }
    const outcome = await environment.invoke(randomUUID(), JSON.stringify(event));
    release(environment);
    return outcome;
  };

  return {
    definition,
    inFlight: () => busy + waiting.length,
    async invoke(event) {
      while (busy >= maximum) await new Promise<void>((resolve) => waiting.push(resolve));
      busy += 1;
      const started = performance.now();
      try {
        const outcome = await run(event);
        count('Invocations', 'Count', 1);
        count('Errors', 'Count', outcome.kind === 'error' ? 1 : 0);
        count('Duration', 'Milliseconds', performance.now() - started);
        return outcome;
      } finally {
        busy -= 1;
        waiting.shift()?.();
      }
    },
    async close() {
      closed = true;
      for (const { expiry } of idle.splice(0)) clearTimeout(expiry);
      await Promise.all([...all].map((environment) => environment.close()));
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFunction } from '../template/planned';
import { BOOTSTRAP_SOURCE } from './bootstrap-source';
import { type FunctionLog, openFunctionLog } from './function-log';
import { createFunctionPool, type FunctionPool, type FunctionPoolOptions } from './function-pool';
import type { Outcome } from './invocation';
import { createMetricStore, type MetricStore } from './metrics';

/** A function that does what its event says. */
const HANDLER = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  console.log('call', calls, event.do);
  switch (event.do) {
    case 'env': return process.env;
    case 'context': return { ...context, remaining: context.getRemainingTimeInMillis(), cwd: process.cwd(), trace: process.env._X_AMZN_TRACE_ID };
    case 'identity': return { pid: process.pid, calls };
    case 'wait': await new Promise((resolve) => setTimeout(resolve, event.ms)); return process.pid;
    case 'throw': throw new TypeError('broken');
    case 'exit': process.exit(event.code);
    case 'unhandled': Promise.reject(new Error('forgotten')); await new Promise((resolve) => setTimeout(resolve, 1e6));
    case 'spin': for (;;);
    case 'hoard': { const kept = []; for (;;) { kept.push(Buffer.alloc(16 << 20, 1)); await new Promise(setImmediate); } }
    case 'never': return new Promise(() => {});
    case 'nothing': return undefined;
    case 'metric': console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: 'N', Metrics: [{ Name: 'M' }] }] }, M: 3 }));
  }
};
exports.callback = (event, context, done) => done(null, 'called back');
`;

describe('function pool', () => {
  let directory: string;
  let log: FunctionLog;
  let metrics: MetricStore;
  const pools: FunctionPool[] = [];

  const options = (changed: Partial<PlannedFunction> = {}): FunctionPoolOptions => ({
    definition: {
      name: 'worker',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
      codeDirectory: directory,
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      environment: { TABLE_NAME: 'items' },
      memoryMiB: 256,
      timeoutSeconds: 20,
      roleArn: 'arn:aws:iam::000000000000:role/worker',
      logGroup: 'worker-logs',
      ...changed,
    },
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4600',
    bootstrap: join(directory, 'bootstrap.cjs'),
    log,
    metrics,
  });
  const pool = (changed: Partial<PlannedFunction> = {}, more: Partial<FunctionPoolOptions> = {}) => {
    const created = createFunctionPool({ ...options(changed), ...more });
    pools.push(created);
    return created;
  };
  const valueOf = (outcome: Outcome) => {
    if (outcome.kind === 'error') throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
    return JSON.parse(outcome.payload);
  };
  const logged = async () => {
    await log.close();
    return readFileSync(log.file, 'utf8');
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'function-'));
    writeFileSync(join(directory, 'bootstrap.cjs'), BOOTSTRAP_SOURCE);
    writeFileSync(join(directory, 'index.js'), HANDLER);
    metrics = createMetricStore();
    log = openFunctionLog(join(directory, 'logs'), 'worker', metrics);
  });
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((created) => created.close()));
    await log.close();
    rmSync(directory, { recursive: true });
  });

  describe('the surroundings of a function', () => {
    it('are the template’s variables and Lambda’s, and nothing of this machine but its PATH', async () => {
      process.env['SECRET_OF_THE_LAPTOP'] = 'x';
      const variables = valueOf(await pool().invoke({ do: 'env' }));
      delete process.env['SECRET_OF_THE_LAPTOP'];
      expect(variables).toEqual({
        TABLE_NAME: 'items',
        PATH: process.env['PATH'],
        LANG: 'en_US.UTF-8',
        TZ: 'UTC',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:4600',
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_SESSION_TOKEN: 'local',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'worker',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: 'worker-logs',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        LAMBDA_TASK_ROOT: directory,
        _HANDLER: 'index.handler',
        _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/),
      });
    });

    it('are a context as in Lambda', async () => {
      const context = valueOf(await pool().invoke({ do: 'context' }));
      expect(context).toMatchObject({
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionName: 'worker',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
        memoryLimitInMB: '256',
        logGroupName: 'worker-logs',
        cwd: directory,
      });
      expect(context.remaining).toBeGreaterThan(0);
      expect(context.remaining).toBeLessThanOrEqual(20_000);
    });
  });

  describe('environments', () => {
    it('are reused while they are warm', async () => {
      const worker = pool();
      const first = valueOf(await worker.invoke({ do: 'identity' }));
      expect(valueOf(await worker.invoke({ do: 'identity' }))).toEqual({ pid: first.pid, calls: 2 });
    });

    it('run one invocation each, and no more of them than the maximum', async () => {
      const worker = pool({}, { maximumConcurrency: 2 });
      const all = [1, 2, 3, 4].map(() => worker.invoke({ do: 'wait', ms: 30 }));
      expect(worker.inFlight()).toBe(4);
      const pids = (await Promise.all(all)).map(valueOf);
      expect(new Set(pids).size).toBe(2);
      expect(worker.inFlight()).toBe(0);
    });

    it('are no more than the reserved concurrency', async () => {
      const worker = pool({ reservedConcurrency: 1 }, { maximumConcurrency: 5 });
      const pids = await Promise.all([1, 2].map(() => worker.invoke({ do: 'wait', ms: 1 })));
      expect(new Set(pids.map(valueOf)).size).toBe(1);
    });

    it('end when nobody needs them', async () => {
      const worker = pool({}, { idleMs: 1 });
      const { pid } = valueOf(await worker.invoke({ do: 'identity' }));
      while (isRunning(pid)) await sleep(5);
      expect(valueOf(await worker.invoke({ do: 'identity' })).calls).toBe(1);
    });

    it('end with the pool', async () => {
      const worker = pool();
      const { pid } = valueOf(await worker.invoke({ do: 'identity' }));
      await worker.close();
      expect(isRunning(pid)).toBe(false);
    });
  });

  describe('answers', () => {
    it('are null for nothing', async () => {
      expect(await pool().invoke({ do: 'nothing' })).toEqual({ kind: 'response', payload: 'null' });
    });

    it('may be called back', async () => {
      expect(valueOf(await pool({ handler: 'index.callback' }).invoke({}))).toBe('called back');
    });

    it('may come from an ES module', async () => {
      writeFileSync(join(directory, 'module.mjs'), 'export const handler = async () => import.meta.url;');
      expect(valueOf(await pool({ handler: 'module.handler' }).invoke({}))).toMatch(/module\.mjs$/);
    });
  });

  describe('errors', () => {
    it('of the handler leave the environment warm', async () => {
      const worker = pool();
      const { pid } = valueOf(await worker.invoke({ do: 'identity' }));
      expect(await worker.invoke({ do: 'throw' })).toEqual({
        kind: 'error',
        error: {
          errorType: 'TypeError',
          errorMessage: 'broken',
          trace: expect.arrayContaining(['TypeError: broken']),
        },
      });
      expect(valueOf(await worker.invoke({ do: 'identity' }))).toEqual({ pid, calls: 3 });
    });

    it.each([
      ['an exit', { do: 'exit', code: 3 }, 'Runtime exited with error: exit status 3'],
      ['an exit that claims success', { do: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
      ['a promise that nothing will resolve', { do: 'never' }, 'Runtime exited without providing a reason'],
    ])('of the process: %s', async (_, event, reason) => {
      const worker = pool();
      expect(await worker.invoke(event)).toMatchObject({
        kind: 'error',
        error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(reason) },
      });
      expect(valueOf(await worker.invoke({ do: 'identity' })).calls).toBe(1);
    });

    it('that nobody handles end the process', async () => {
      expect(await pool().invoke({ do: 'unhandled' })).toMatchObject({
        error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'forgotten' },
      });
    });

    it('of time: the process is killed at the function’s timeout', async () => {
      const worker = pool({ timeoutSeconds: 0.3 });
      expect(await worker.invoke({ do: 'spin' })).toMatchObject({
        error: {
          errorType: 'Sandbox.Timedout',
          errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.30 seconds$/),
        },
      });
      expect(valueOf(await worker.invoke({ do: 'identity' })).calls).toBe(1);
    });

    it('of memory: the process is killed above the function’s limit', async () => {
      expect(await pool({ memoryMiB: 160 }).invoke({ do: 'hoard' })).toMatchObject({
        error: {
          errorType: 'Runtime.ExitError',
          errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
        },
      });
    });
  });

  describe('errors of the initialisation', () => {
    it.each([
      ['a missing file', 'nowhere.handler', { errorType: 'Runtime.ImportModuleError' }],
      [
        'a missing export',
        'index.nothing',
        { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.nothing is undefined or not exported' },
      ],
    ])('%s', async (_, handler, error) => {
      expect(await pool({ handler }).invoke({})).toMatchObject({ kind: 'error', error });
    });

    it('what the module throws', async () => {
      writeFileSync(join(directory, 'bad.js'), 'throw new RangeError("no environment")');
      expect(await pool({ handler: 'bad.handler' }).invoke({})).toMatchObject({
        error: { errorType: 'RangeError', errorMessage: 'no environment' },
      });
      expect(await logged()).toMatch(
        /INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: RangeError/,
      );
    });

    it('a Node.js that is not there', async () => {
      expect(await pool({}, { node: '/nowhere/node' }).invoke({})).toMatchObject({
        error: {
          errorType: 'Runtime.ExitError',
          errorMessage: 'Runtime could not be started: spawn /nowhere/node ENOENT',
        },
      });
    });

    it('one that takes too long', async () => {
      writeFileSync(join(directory, 'slow.js'), 'for (;;);');
      expect(await pool({ handler: 'slow.handler' }, { initTimeoutMs: 300 }).invoke({})).toMatchObject({
        error: { errorType: 'Sandbox.Timedout', errorMessage: 'Initialisation took longer than 300 ms' },
      });
    });
  });

  describe('what it tells', () => {
    it('is a log as Lambda’s', async () => {
      const worker = pool();
      await worker.invoke({ do: 'identity' });
      await worker.invoke({ do: 'throw' });
      const messages = (await logged()).split('\n').map((line) => line.split(' ').slice(2).join(' '));
      const id = /^START RequestId: (\S+) Version: \$LATEST$/.exec(messages[0] ?? '')?.[1];
      expect(messages.slice(0, 4)).toEqual([
        `START RequestId: ${id} Version: $LATEST`,
        'call 1 identity',
        `END RequestId: ${id}`,
        expect.stringMatching(
          new RegExp(
            `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms$`,
          ),
        ),
      ]);
      expect(messages.at(-2)).toMatch(/Max Memory Used: \d+ MB\tStatus: error$/);
    });

    it('is metrics: the function’s own and Lambda’s', async () => {
      const worker = pool();
      await worker.invoke({ do: 'metric' });
      await worker.invoke({ do: 'throw' });
      const sums = Object.fromEntries(
        metrics.metrics().map(({ namespace, name, sum }) => [`${namespace} ${name}`, sum]),
      );
      expect(sums).toMatchObject({ 'N M': 3, 'AWS/Lambda Invocations': 2, 'AWS/Lambda Errors': 1 });
    });
  });

  it('leaves no process behind when its own is killed', async () => {
    // The bootstrap under a parent that is killed, a runtime API that nobody serves, and a timer that would keep it
    // alive for ever: descriptor 3 is all that can end it.
    writeFileSync(
      join(directory, 'index.js'),
      `process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => undefined);
       setInterval(() => undefined, 1e6);
       console.log('loaded');
       exports.handler = () => undefined;`,
    );
    const env = { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: directory, AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9' };
    const child = [process.execPath, [join(directory, 'bootstrap.cjs')], { stdio: ['ignore', 1, 2, 'pipe'], env }];
    const parent = spawn(process.execPath, ['-e', `require('node:child_process').spawn(...${JSON.stringify(child)})`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(String(await once(parent.stdout, 'data'))).toBe('loaded\n');
    parent.kill('SIGKILL');
    // The pipe ends when the last process ends that can write to it.
    await once(parent.stdout, 'end');
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

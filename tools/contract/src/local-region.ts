import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegionArguments, RegionMessage } from '@pipeline/local-cloud';
import type { Resources } from './resources';
import { writeAssembly } from './template';

/** A region of the local cloud in a process of its own, which can be killed and comes back with its data. */
export interface LocalRegion {
  readonly endpoint: string;
  /** Kills it with SIGKILL and starts it again. */
  restart(): Promise<void>;
  /** Ends it and forgets its data. */
  stop(): Promise<void>;
}

export const REGION = 'us-east-1';

/**
 * Starts a region that has the resources.
 * @param script the built program of a region's process
 * @param port 0 for any
 * @throws Error with what the process said when it can't run
 */
export async function startLocalRegion(script: string, resources: Resources, port = 0): Promise<LocalRegion> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-contract-'));
  const options: RegionArguments = {
    assemblyDir: writeAssembly(folder, resources, REGION),
    region: REGION,
    port: port === 0 ? await freePort() : port,
    dataDir: join(folder, 'data'),
  };
  let child = await boot(script, options);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    endpoint: `http://127.0.0.1:${options.port}`,
    async restart() {
      await kill();
      child = await boot(script, options);
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function boot(script: string, options: RegionArguments): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (message: RegionMessage) => {
      if (message.type === 'ready') resolve(child);
      if (message.type === 'fatal') reject(new Error(message.message));
      if (message.type === 'warning') process.stderr.write(`${message.message}\n`);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(
        new Error(`The region ended with ${signal ?? code} before it was ready. Is it built (nx build local-cloud)?`),
      ),
    );
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const WORKSPACE = join(__dirname, '../../../..');

export interface LocalCloud {
  /** What makes clients of AWS talk to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly endpoint: string;
  /** By region, the primary's among them. */
  readonly endpoints: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The built local cloud, running what is synthesised, with data of its own. */
export async function startLocalCloud(): Promise<LocalCloud> {
  const data = mkdtempSync(join(tmpdir(), 'delivery-cloud-'));
  const port = await freePort();
  const cloud = spawn(
    process.execPath,
    ['dist/tools/local-cloud/main.js', '--none', '--port', String(port), '--data', data],
    { cwd: WORKSPACE, env: { ...process.env, PIPELINE_WORKSPACE: WORKSPACE }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  await new Promise<void>((ready, failed) => {
    cloud.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready.')) ready();
    });
    cloud.once('exit', () => failed(new Error(`The local cloud did not start: ${said}`)));
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const running = said.matchAll(/([a-z]+-[a-z]+-\d) is running at (\S+)/g);
  return {
    endpoint,
    endpoints: Object.fromEntries([...running].map(([, region = '', where = '']) => [region, where])),
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    async stop() {
      if (cloud.exitCode === null) {
        cloud.kill('SIGTERM');
        await once(cloud, 'exit');
      }
      rmSync(data, { recursive: true });
    },
  };
}

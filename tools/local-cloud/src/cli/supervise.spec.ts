import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../region/testing/free-port';
import { buildMiniAssembly } from '../region/testing/mini-assembly';
import { buildRegionProgram } from '../region/testing/region-program';
import { RegionClient } from './region-client';
import { superviseRegion, type SupervisedRegion } from './supervise';

/** The program takes its packages from the workspace; whoever supervises it gives it no environment of its own. */
function launcherOf(script: string): string {
  const launcher = `${script}.launch.cjs`;
  const packages = JSON.stringify(join(__dirname, '../../../../node_modules'));
  writeFileSync(
    launcher,
    `process.env.NODE_PATH = ${packages}; require('node:module').Module._initPaths(); require(${JSON.stringify(script)});`,
  );
  return launcher;
}

describe('a supervised region', () => {
  let directory: string;
  let region: SupervisedRegion;
  let restarts: string[];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'supervised-'));
    restarts = [];
    region = await superviseRegion(
      launcherOf(buildRegionProgram(directory)),
      {
        assemblyDir: buildMiniAssembly(directory),
        region: 'us-east-1',
        port: await freePort(),
        dataDir: join(directory, 'data'),
      },
      { message: () => undefined, restarted: (how) => restarts.push(how) },
    );
  });
  afterAll(async () => {
    await region.stop();
    rmSync(directory, { recursive: true });
  });

  it('stays dead when it is killed, and comes back with its disk when it is revived', async () => {
    const { endpoint, bucket } = region.address;
    const client = new RegionClient(region.address);
    await client.upload('counts', 'other/a.txt', __filename);

    const before = region.pid;
    await region.kill();
    await expect(fetch(`${endpoint}/_local/status`)).rejects.toThrow('fetch failed');
    expect(restarts).toEqual([]);

    await region.revive();
    expect(region.pid).not.toBe(before);
    expect((await fetch(`${endpoint}/${bucket}/other/a.txt`)).status).toBe(200);
    client.close();
  });

  it('that dies by itself is started again', async () => {
    process.kill(region.pid ?? 0, 'SIGKILL');
    while (restarts.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(restarts).toEqual(['SIGKILL']);
  });
});

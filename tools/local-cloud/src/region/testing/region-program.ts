import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { RegionArguments } from '../control-messages';

const workspace = join(__dirname, '../../../../..');

/**
 * Builds the program of a region's process from its sources.
 * @returns its file, in the directory given
 */
export function buildRegionProgram(directory: string): string {
  const script = join(directory, 'region.cjs');
  buildSync({
    stdin: {
      contents: `import { serveRegion } from './region-process'; void serveRegion(process);`,
      resolveDir: join(__dirname, '..'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: script,
  });
  return script;
}

/** Runs the program; its bundle takes its packages from the workspace. */
export const forkRegion = (script: string, region: RegionArguments): ChildProcess =>
  fork(script, [JSON.stringify(region)], { env: { ...process.env, NODE_PATH: join(workspace, 'node_modules') } });

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const workspace = join(__dirname, '../../../../..');

/**
 * Copies the small assembly of `fixtures/mini`, with its function as a deployment has it: one file, its packages within.
 * @returns the assembly's directory, below the one given
 */
export function buildMiniAssembly(directory: string): string {
  const assembly = join(directory, 'cdk.out');
  cpSync(join(__dirname, '../fixtures/mini'), assembly, { recursive: true });
  const code = join(assembly, 'asset.counter/index.js');
  buildSync({
    entryPoints: [code],
    nodePaths: [join(workspace, 'node_modules')],
    bundle: true,
    platform: 'node',
    allowOverwrite: true,
    outfile: code,
  });
  return assembly;
}

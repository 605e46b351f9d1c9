import { join } from 'node:path';
import { runCommand } from '@pipeline/command-line';
import { HELP, parseStartArguments } from './cli/arguments';
import { start } from './cli/start';

/** `npm start`: its exit code is 0 when every file completed, 2 when one failed, 1 when the tool itself did. */
function startCloud(argv: readonly string[]): Promise<number> {
  const workspace = process.env['PIPELINE_WORKSPACE'] ?? process.cwd();
  const places = { workspace, assemblyDir: join(workspace, 'cdk.out'), script: join(__dirname, 'region.js') };
  return start(parseStartArguments(argv), places);
}

// A region that does not end would hold the process open.
void runCommand(HELP, startCloud).finally(() => process.exit());

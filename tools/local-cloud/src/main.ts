import { join } from 'node:path';
import { HELP, parseStartArguments, UsageError } from './cli/arguments';
import { RegionFailed } from './cli/supervise';
import { start } from './cli/start';
import { CannotRun } from './template/cannot-run';

/** `npm start`: its exit code is 0 when every file completed, 2 when one failed, 1 when the tool itself did. */
async function main(): Promise<number> {
  // The SDK's plans for Node.js 20 concern whoever updates the SDK, not whoever runs this.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const workspace = process.env['PIPELINE_WORKSPACE'] ?? process.cwd();
  const options = parseStartArguments(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  return start(options, { workspace, assemblyDir: join(workspace, 'cdk.out'), script: join(__dirname, 'region.js') });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const expected = [UsageError, RegionFailed, CannotRun].some((kind) => error instanceof kind);
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${expected ? message : stack}\n`);
    process.exit(1);
  },
);

import { asksForHelp } from './options';

/**
 * Runs a command to its exit code: 0 holds, 2 does not hold, 1 could not run. `--help` is answered here.
 * @returns when the code is set: who holds the process open ends it then
 */
export async function runCommand(
  help: string,
  command: (argv: readonly string[]) => number | Promise<number>,
): Promise<void> {
  // The SDK's plans for Node.js 20 concern whoever updates the SDK, not whoever runs this.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const argv = process.argv.slice(2);
  if (asksForHelp(argv)) {
    process.stdout.write(`${help.trimEnd()}\n`);
    return;
  }
  try {
    process.exitCode = await command(argv);
  } catch (error) {
    process.stderr.write(`${toldOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** What JavaScript throws by itself is a mistake of the tool: whoever mends it needs to know where. */
const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError];

/** What the tools throw, and what services say, is a sentence for whoever typed. */
function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (MISTAKES.some((kind) => error instanceof kind)) return error.stack ?? error.message;
  // Of a connection that was refused the message is empty, the code is not.
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name);
}

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The kinds of options: `--name VALUE`, `--name`, and one that may be given again. */
export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
export const repeated = { type: 'string', multiple: true } as const;

/** `--help`, which every command has. */
const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * What was typed, by Node.js' own parser.
 * @param known the command's options beside `--help`
 * @param words whether words may stand beside them, such as names of files
 * @throws UsageError for an option or a word that there is not, or a value that is missing
 */
export function options<Known extends Options>(argv: readonly string[], known: Known, { words = false } = {}) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: words, options: { ...HELP, ...known } });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node.js goes on with advice on how a word could begin with a dash.
    throw new UsageError(`${message.split('. To specify')[0]?.replace(/\.?$/, '.')} --help lists the options.`);
  }
}

/** Whether help is asked for, wherever it stands before a `--`. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

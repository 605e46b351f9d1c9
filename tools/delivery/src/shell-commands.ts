/** The commands of a page's `sh` blocks, in their order; a line is a command. */
export const shellCommands = (page: string): readonly string[] =>
  [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.trimEnd().split('\n'));

/**
 * The words of a command as a POSIX shell takes them, as far as a page needs it: quotes, and the variables given.
 * @throws Error when a variable isn't given or a quote isn't closed
 */
export function shellWords(command: string, variables: Readonly<Record<string, string>> = {}): readonly string[] {
  const expand = (text: string) =>
    text.replace(/\$([A-Z_]+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`$${name} is used and never set: ${command}`);
      return value;
    });
  const words = command.matchAll(/\s*((?:'[^']*'|"[^"]*"|[^\s'"]+)+)/g);
  const read = [...words].map(([, word = '']) =>
    word.replace(/'([^']*)'|"([^"]*)"|([^'"]+)/g, (_, single?: string, double?: string, bare?: string) =>
      single !== undefined ? single : expand(double ?? bare ?? ''),
    ),
  );
  if ((command.replace(/'[^']*'|"[^"]*"/g, '').match(/['"]/g) ?? []).length > 0) {
    throw new Error(`A quote is not closed: ${command}`);
  }
  return read;
}

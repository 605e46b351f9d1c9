import { type FormatFault, formatFault, quoted } from './fault';

function headerFault(message: string, found: { path?: string; expected?: string; actual?: string } = {}): FormatFault {
  return formatFault('csv.header', `${message} Correct the header and deliver the file again.`, found);
}

/** The header could not be read as a row, for the reason that its fault gives. */
export function unreadableHeader(reason: FormatFault): FormatFault {
  const { path, expected, actual } = reason;
  return headerFault(`The header could not be read. ${reason.message}`, {
    path,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  });
}

/** Why the names, the first of `count`, cannot be columns: nothing is guessed. Undefined where they can. */
export function headerFaultOf(names: readonly string[], count: number, maxColumns: number): FormatFault | undefined {
  if (count > maxColumns) {
    return headerFault(`The header names ${count} columns; a file may have ${maxColumns}.`, {
      expected: `at most ${maxColumns} columns`,
      actual: `${count} columns`,
    });
  }
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (name === '')
      return headerFault(`Column ${index + 1} of the header has no name.`, { expected: 'a name', actual: '' });
    const first = seen.get(name);
    if (first !== undefined) {
      const message = `Columns ${first + 1} and ${index + 1} of the header are both named ${quoted(name)}.`;
      return headerFault(message, { path: name, expected: 'different names', actual: name });
    }
    seen.set(name, index);
  }
  return undefined;
}

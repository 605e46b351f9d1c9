import { type FormatFault, formatFault, quoted } from './fault';
import { JsonText } from './json-text';

/** The fault of a text that `JSON.parse` refuses and that nests no deeper than a row may. */
export function syntaxFault(text: string): FormatFault {
  const parser = new JsonText(text, Number);
  parser.parse();
  const { at, expected } = parser.error ?? { at: 0, expected: 'a JSON value' };
  const actual = at < text.length ? text.slice(at, at + 20) : 'the end of the row';
  const found = at < text.length ? quoted(String.fromCodePoint(text.codePointAt(at) ?? 0)) : actual;
  return formatFault(
    'json.syntax',
    `The row is not JSON: at its character ${at + 1}, ${expected} should stand, not ${found}. Write the row as JSON (RFC 8259).`,
    { expected, actual },
  );
}

export function emptyElementFault(): FormatFault {
  return formatFault('json.syntax', 'There is no value beside this comma. Remove the comma, or write a value.', {
    expected: 'a value',
    actual: '',
  });
}

export function depthFault(maxDepth: number): FormatFault {
  return formatFault('json.depth', `The row nests deeper than ${maxDepth} levels. Write it flatter.`, {
    expected: `at most ${maxDepth} levels`,
    actual: `more than ${maxDepth} levels`,
  });
}

/** The fault of valid JSON text with half of a character at `at`. */
export function surrogateFault(text: string, at: number): FormatFault {
  const actual = text.slice(at, at + 6);
  return formatFault(
    'json.surrogate',
    `At its character ${at + 1} the row escapes half of a character (${actual}). Write both halves, or the character itself.`,
    { expected: 'a high and a low surrogate', actual },
  );
}

/** Why the end of a row cannot be known. */
export const lossOf = {
  mismatch: 'A bracket closes that is not the one that is open',
  lineEnd: 'A string is not closed on its line',
  depth: 'Brackets nest deeper than rows are followed',
  end: 'The file ends inside a row or array',
  trailing: 'Something follows the end of the JSON value',
  noValue: 'This is neither an array nor an object nor any other JSON value',
} as const;

/** The fault of a file whose rows cannot be told apart any more, for a reason that shows at byte `offset`. */
export function lostFault(loss: string, offset: number, line: number): FormatFault {
  const message = `${loss} (byte ${offset}, line ${line}), so where rows end cannot be known. Correct the file there and deliver it again.`;
  return formatFault('json.lost', message);
}

export const emptyFault: FormatFault = formatFault(
  'json.empty',
  'The file holds no JSON value. Deliver an array of rows ([] if there are none), or one object.',
  { expected: 'a JSON value', actual: 'an empty file' },
);

import type { Verdict } from './csv-tokenizer';
import { type FormatFault, formatFault, quoted } from './fault';
import { rowTooLong, tooManyColumns } from './row-fault';

/** What a refusal of a CSV row is about. */
export interface CsvRefusal {
  readonly verdict: Exclude<Verdict, 'row' | 'more'>;
  /** Name of the column in which it fell, or '' where there is none. */
  readonly column: string;
  /** Byte of the row, from 1, at which it fell. */
  readonly byte: number;
  /** What follows the closing quote. */
  readonly follows: string;
  /** The line itself, without what may follow it, is over the limit. */
  readonly overlong: boolean;
  readonly maxRowBytes: number;
}

const doubleIt = 'Write a quote inside a field twice ("") and quote that whole field.';

/** The fault of a row that could not be cut into fields. */
export function csvFault(refusal: CsvRefusal): FormatFault {
  const { column, byte, follows, maxRowBytes } = refusal;
  const where =
    column === '' ? `At byte ${byte} of the row` : `In column ${quoted(column)}, at byte ${byte} of the row,`;
  switch (refusal.verdict) {
    case 'stray':
      return formatFault('csv.quote', `${where} a quote stands inside an unquoted field. ${doubleIt}`, {
        path: column,
        expected: 'no quote inside an unquoted field',
        actual: '"',
      });
    case 'quote':
      return formatFault('csv.quote', `${where} ${quoted(follows)} follows a closing quote. ${doubleIt}`, {
        path: column,
        expected: 'a delimiter or a line end behind a closing quote',
        actual: follows,
      });
    case 'unclosed':
      return formatFault('csv.quote', `${where} a quoted field opens that nothing closes. Close it with a quote.`, {
        path: column,
        expected: 'a closing quote',
        actual: 'end of file',
      });
    case 'long':
      return refusal.overlong
        ? rowTooLong(maxRowBytes)
        : formatFault(
            'csv.quote',
            `${where} a quoted field opens, and the row does not end within ${maxRowBytes} bytes, the limit of a row. ` +
              'Close the field with a quote, or shorten the row.',
            {
              path: column,
              expected: `a row of at most ${maxRowBytes} bytes`,
              actual: `more than ${maxRowBytes} bytes`,
            },
          );
  }
}

/** The fault of a row with another number of fields than the header. */
export function widthFault(count: number, width: number, maxColumns: number): FormatFault {
  if (count > maxColumns) return tooManyColumns(count, maxColumns);
  return formatFault(
    'csv.width',
    `The row has ${count} ${count === 1 ? 'field' : 'fields'}, the header ${width}. ` +
      'Add or remove fields; quote a field that contains the delimiter.',
    { expected: `${width} fields`, actual: `${count} fields` },
  );
}

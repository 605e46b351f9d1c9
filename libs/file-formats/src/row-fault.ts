import { type FormatFault, formatFault } from './fault';
import { firstInvalidByte } from './utf8';

/** The fault of a row, of any format, over the limit of bytes. */
export function rowTooLong(maxRowBytes: number): FormatFault {
  return formatFault(
    'row.bytes',
    `The row is longer than ${maxRowBytes} bytes, the limit of a row. Shorten or split it.`,
    {
      expected: `at most ${maxRowBytes} bytes`,
      actual: `more than ${maxRowBytes} bytes`,
    },
  );
}

/** The fault of a row that is not UTF-8. */
export function invalidUtf8(row: Uint8Array): FormatFault {
  const at = firstInvalidByte(row);
  const byte = `0x${(row[at] ?? 0).toString(16).padStart(2, '0')}`;
  return formatFault('row.utf8', `Byte ${at + 1} of the row, ${byte}, is not UTF-8. Save the file as UTF-8.`, {
    expected: 'UTF-8',
    actual: byte,
  });
}

/** The fault of a row with more columns or members than the limit. */
export function tooManyColumns(count: number, maxColumns: number): FormatFault {
  return formatFault('row.columns', `The row has ${count} columns; a row may have ${maxColumns}. Split the data.`, {
    expected: `at most ${maxColumns} columns`,
    actual: `${count} columns`,
  });
}

import Table from 'cli-table3';
import colours from 'picocolors';
import type { ReceiptLine } from './receipt-line';
import type { RejectSummary } from './rejects';

const number = (value: number): string => value.toLocaleString('en-US');

/** The table of receipts that a run ends with: what each file's rows became. */
export function receiptTable(lines: readonly ReceiptLine[]): string {
  const table = new Table({
    head: ['file', 'status', 'rows', 'stored', 'duplicate', 'superseded', 'rejected'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: {
      head: colours.isColorSupported ? ['bold'] : [],
      border: colours.isColorSupported ? ['gray'] : [],
      compact: true,
    },
  });
  for (const { key, status, counts } of lines) {
    const { rows, stored, duplicate, superseded, rejected } = counts;
    table.push([
      key.replace(/^incoming\//, ''),
      status === 'COMPLETED'
        ? colours.green(status)
        : status === 'FAILED'
          ? colours.red(status)
          : colours.yellow(status),
      ...[rows, stored, duplicate, superseded, rejected].map(number),
    ]);
  }
  return table.toString();
}

/** Why rows were rejected, by fault: how often, and one example with its line. */
export function rejectReport(key: string, summaries: readonly RejectSummary[]): string {
  const lines = summaries.map(
    ({ code, path, rows, example }) =>
      `  ${number(rows)} × ${code}${path === '' ? '' : ` at ${path}`}\n      line ${example.line}: ${example.message}`,
  );
  return [`${colours.yellow('rejected')} in ${key}:`, ...lines].join('\n');
}

import Table from 'cli-table3';
import colours from 'picocolors';
import type { TableDump } from './dump';
import type { DumpedTrail } from './dump-trail';
import type { ReceiptLine } from './receipt-line';
import type { RejectSummary } from './rejects';

const number = (value: number): string => value.toLocaleString('en-US');

/** The table of receipts that a run ends with: what each file's rows became; and where, if not all in one region. */
export function receiptTable(lines: readonly ReceiptLine[]): string {
  const inBoth = new Set(lines.map(({ region }) => region)).size > 1;
  const texts = [...(inBoth ? ['region'] : []), 'file', 'status'];
  const numbers = ['rows', 'stored', 'duplicate', 'superseded', 'rejected'];
  const table = new Table({
    head: [...texts, ...numbers],
    colAligns: [...texts.map(() => 'left' as const), ...numbers.map(() => 'right' as const)],
    style: {
      head: colours.isColorSupported ? ['bold'] : [],
      border: colours.isColorSupported ? ['gray'] : [],
      compact: true,
    },
  });
  for (const { key, region, status, counts } of lines) {
    const { rows, stored, duplicate, superseded, rejected } = counts;
    table.push([
      ...(inBoth ? [region] : []),
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

/** Where the tables of both regions are, and whether they are the same. */
export function comparisonReport({ dumped, comparison }: TableDump): string {
  const lines = dumped.map(({ region, items, file }) => `${number(items)} items of ${region} in ${file}`);
  const { onlyLeft, onlyRight, changed, first } = comparison;
  const [left, right] = dumped.map(({ region }) => region);
  if (first === undefined) return [...lines, `${colours.green('Both regions have the same table.')}`].join('\n');
  const counts = `${onlyLeft} items only in ${left}, ${onlyRight} only in ${right}, ${changed} with other content`;
  return [...lines, `${colours.red('The regions differ:')} ${counts}; the first is ${first}.`].join('\n');
}

export const trailReport = ({ region, file, entries }: DumpedTrail): string =>
  `${number(entries)} entries of the audit trail of ${region} in ${file}`;

/** Why files were refused as a whole, each by its own fault; `''` if none was. */
export const failureReport = (lines: readonly ReceiptLine[]): string =>
  lines
    .flatMap(({ key, fault }) => (fault ? [`${colours.red('failed')} ${key}: ${fault.code}\n  ${fault.message}`] : []))
    .join('\n');

/** Why rows were rejected, by fault: how often, and one example with its line. */
export function rejectReport(key: string, summaries: readonly RejectSummary[]): string {
  const lines = summaries.map(
    ({ code, path, rows, example }) =>
      `  ${number(rows)} × ${code}${path === '' ? '' : ` at ${path}`}\n      line ${example.line}: ${example.message}`,
  );
  return [`${colours.yellow('rejected')} in ${key}:`, ...lines].join('\n');
}

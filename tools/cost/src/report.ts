import type { IdleCost } from './idle';
import type { Load, LoadLine } from './load';
import type { UnitLine, UseLine } from './per-million';
import { priceList } from './prices';

export interface CostReport {
  readonly idle: IdleCost;
  readonly use: readonly UseLine[];
  readonly other: readonly UnitLine[];
}

const usd = (amount: number): string => amount.toFixed(2);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? cell).length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The report in Markdown, which is what people read in a terminal and in the docs. */
export function renderReport({ idle, use, other }: CostReport): string {
  const idleRows = [
    ...idle.lines.map(({ what, usdPerMonth }) => [what, usd(usdPerMonth)]),
    ['all of it', usd(idle.usdPerMonth)],
  ];
  return [
    table(['a month in which nothing comes', 'USD'], idleRows),
    table(
      ['a million of these, in the table of both regions', 'write units of one', 'USD'],
      use.map(({ what, writeUnits, usdPerMillion }) => [what, writeUnits.toFixed(2), usd(usdPerMillion)]),
    ),
    table(
      ['and beside it', 'USD'],
      other.map((one) => [one.what, usd(one.usd)]),
    ),
    `Prices of ${priceList.regions.join(' and ')} as of ${priceList.asOf}${priceList.verified ? '' : ', unverified'}. ${priceList.caveat}`,
  ].join('\n\n');
}

/** What a load costs, by service. */
export function renderLoad({ rows, bytes }: Load, lines: readonly LoadLine[]): string {
  const total = lines.reduce((sum, one) => sum + one.usd, 0);
  return table(
    [`${rows.toLocaleString('en')} new rows of ${bytes} bytes`, 'for', 'USD'],
    [...lines.map(({ service, what, usd: amount }) => [service, what, usd(amount)]), ['all of it', '', usd(total)]],
  );
}

export const BEGIN = '<!-- Written by `npm run cost -- --write docs/deploy.md`. -->';
export const END = '<!-- The end of what is written. -->';

/** The page with its block replaced; undefined if the page has none. */
export function writeInto(page: string, report: string): string | undefined {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) return undefined;
  return `${page.slice(0, begin)}${BEGIN}\n\n${report}\n\n${page.slice(end)}`;
}

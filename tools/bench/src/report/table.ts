import type { Figure, Section } from '../section';
import { median, spread } from '../statistics';
import { cost, times } from './verdict';

const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** What is known of a figure, as the cells of a row. */
function cells(section: Section, figure: Figure): readonly string[] {
  const { basis = 'cpu', ours, goals = [] } = section;
  const ratio = figure.name === ours ? undefined : times(section, figure.name);
  const asked = goals.find(({ against }) => against === figure.name)?.times;
  return [
    figure.name,
    whole(1 / cost(figure, 'wall')),
    figure.cpuSeconds ? (cost(figure, 'cpu') * 1e6).toFixed(2) : '',
    figure.seconds.length > 1
      ? `${Math.round(50 * spread(basis === 'cpu' ? (figure.cpuSeconds ?? figure.seconds) : figure.seconds))} %`
      : '',
    figure.peakMiB === undefined ? '' : whole(figure.peakMiB),
    ratio === undefined ? '' : ratio.toFixed(2),
    asked === undefined ? '' : String(asked),
  ];
}

const HEAD = ['', 'rows/s', 'CPU µs/row', '±', 'peak MiB', 'ours is ×', 'asked ×'];

/** The table of a section in Markdown, which is what people read in a terminal and in the docs; empty columns are left out. */
export function table(section: Section): string {
  const rows = section.figures.map((figure) => cells(section, figure));
  const used = HEAD.flatMap((_, column) => (column === 0 || rows.some((row) => row[column] !== '') ? [column] : []));
  const lines = [HEAD, ...rows].map((row) => used.map((column) => row[column] ?? ''));
  const widths = used.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const written = lines.map(
    (line) =>
      `| ${line.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = '', ...rest] = written;
  return [head, rule, ...rest].join('\n');
}

/** A section as it is shown. */
export function renderSection(section: Section): string {
  const rounds = Math.max(0, ...section.figures.map(({ seconds }) => seconds.length));
  const rows = median(section.figures.map((figure) => figure.rows));
  const told = rounds > 1 ? `, medians of ${rounds} rounds` : '';
  const size = section.figures.length === 0 ? '' : ` (${whole(rows)} rows${told})`;
  return (
    [
      `### ${section.title}${size}`,
      ...(section.figures.length === 0 ? [] : [table(section)]),
      ...(section.lines ? [section.lines.join('\n')] : []),
      ...(section.notes ?? []),
    ].join('\n\n') + '\n\n'
  );
}

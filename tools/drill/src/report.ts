import Table from 'cli-table3';
import colours from 'picocolors';
import type { DrillArguments } from './arguments';
import type { DrillReport } from './run-drill';

/** A drill that was run, or why it could not be. */
export type Drilled = DrillArguments & ({ readonly report: DrillReport } | { readonly failure: string });

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export const titleOf = ({ outage, atPercent, lagSeconds }: DrillArguments): string =>
  `${outage} at ${atPercent} % with ${lagSeconds} s of lag`;

/** One drill as it went, second by second. */
export function timelineReport({ minuteMs }: DrillArguments, report: DrillReport): string {
  const { timeline, detectionMs, failoverMs, recoveryMs, breakerTicks, deadLetters } = report;
  const lines = timeline.map(({ ms, what }) => `${seconds(ms).padStart(9)}  ${what}`);
  const minutes = (ms: number) => `${seconds(ms)} (${(ms / minuteMs).toFixed(1)} minutes of ${minuteMs} ms)`;
  return [
    ...lines,
    '',
    `detected after  ${minutes(detectionMs)}`,
    `DNS moved after ${minutes(failoverMs)}`,
    `recovered in    ${minutes(recoveryMs)}`,
    ...(breakerTicks === undefined ? [] : [`breaker opened  by tick ${breakerTicks} of the sentinel`]),
    `dead letters    ${deadLetters}`,
    '',
  ].join('\n');
}

/** All drills, a line each; times in minutes of the drill's own, as the budget of five is. */
export function drillTable(drills: readonly Drilled[]): string {
  const texts = ['outage'];
  const numbers = ['at', 'lag', 'detected', 'DNS moved', 'recovered', 'breaker', 'items'];
  const table = new Table({
    head: [...texts, ...numbers, ''],
    colAligns: [...texts.map(() => 'left' as const), ...numbers.map(() => 'right' as const), 'left'],
    style: {
      head: colours.isColorSupported ? ['bold'] : [],
      border: colours.isColorSupported ? ['gray'] : [],
      compact: true,
    },
  });
  for (const drilled of drills) {
    const { outage, atPercent, lagSeconds, minuteMs } = drilled;
    const place = [outage, `${atPercent} %`, `${lagSeconds} s`];
    if ('failure' in drilled) {
      table.push([...place, '', '', '', '', '', colours.red(drilled.failure)]);
      continue;
    }
    const { detectionMs, failoverMs, recoveryMs, breakerTicks, items, breaches } = drilled.report;
    const minutes = (ms: number) => `${(ms / minuteMs).toFixed(1)} min`;
    table.push([
      ...place,
      ...[detectionMs, failoverMs, recoveryMs].map(minutes),
      breakerTicks === undefined ? '' : `tick ${breakerTicks}`,
      items.toLocaleString('en-US'),
      breaches.length === 0 ? colours.green('holds') : colours.red(breaches[0] ?? ''),
    ]);
  }
  return table.toString();
}

/** The last line, and the exit code that says the same: 0 holds, 2 does not, 1 could not run. */
export function verdict(drills: readonly Drilled[]): { readonly line: string; readonly code: number } {
  const reports = drills.flatMap((drilled) => ('report' in drilled ? [drilled.report] : []));
  const broken = reports.filter(({ breaches }) => breaches.length > 0).length;
  const failed = drills.length - reports.length;
  const files = reports.reduce((sum, report) => sum + report.files, 0);
  const of = drills.length === 1 ? '' : `${drills.length} drills, `;
  if (broken > 0) return { line: `does not hold: ${broken} of ${drills.length} drills`, code: 2 };
  if (failed > 0) return { line: `could not run: ${failed} of ${drills.length} drills`, code: 1 };
  const [one] = reports;
  const items = drills.length === 1 && one ? `, ${one.items} items` : ', items';
  return { line: `holds: ${of}${files} files sent and accounted for${items} the same in both regions`, code: 0 };
}

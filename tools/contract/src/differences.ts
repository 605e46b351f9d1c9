import type { Deviation } from './run-cases';

/** A deviation of a foreign implementation that somebody has judged. */
export interface ListedDifference {
  readonly implementation: string;
  readonly case: string;
  /** The call and what came of it. */
  readonly theirs: string;
  /** Who is right, and by which document. */
  readonly judgement: string;
}

const COLUMNS = ['implementation', 'case', 'call: what is expected, what they do', 'who is right'];

/** What stands in the list where nobody has judged yet; it never passes. */
export const UNJUDGED = 'to be judged';

/** A deviation as the list tells it. */
export const told = ({ step, operation, difference }: Deviation): string =>
  oneLine(`${step}, ${operation}: ${difference}`);

/** The rows of the list's table; a document without one has none. */
export function readDifferences(document: string): readonly ListedDifference[] {
  const rows = document.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => {
    const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    const [, implementation = '', name = '', theirs = '', judgement = ''] = cells;
    return { implementation, case: name, theirs, judgement };
  });
}

/** The document with these rows in place of its own. */
export function writeDifferences(document: string, differences: readonly ListedDifference[]): string {
  const cells = (values: readonly string[]) => `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = differences.map((each) => cells([each.implementation, each.case, each.theirs, each.judgement]));
  const prose = document.split('\n').filter((line) => !line.startsWith('|'));
  const table = [cells(COLUMNS), cells(COLUMNS.map(() => '---')), ...rows].join('\n');
  return `${prose.join('\n').trim()}\n\n${table}\n`;
}

/**
 * What deviates and is not listed, what is listed and does not deviate any more, what nobody has judged.
 * @returns sentences; none when the list tells how things are
 */
export function compareDifferences(
  implementation: string,
  deviations: readonly Deviation[],
  listed: readonly ListedDifference[],
): readonly string[] {
  const known = listed.filter((each) => each.implementation === implementation);
  const isOf = (each: ListedDifference, deviation: Deviation) =>
    each.case === deviation.case && each.theirs === told(deviation);
  return [
    ...deviations
      .filter((deviation) => !known.some((each) => isOf(each, deviation)))
      .map((deviation) => `not listed: ${deviation.case}, call ${told(deviation)}`),
    ...known
      .filter((each) => !deviations.some((deviation) => isOf(each, deviation)))
      .map((each) => `listed, but not so any more: ${each.case}, call ${each.theirs}`),
    ...known.filter(({ judgement }) => judgement === UNJUDGED).map((each) => `not judged yet: ${each.case}`),
  ];
}

/** The list with what deviates now: judgements are kept where the same call still deviates. */
export function updateDifferences(
  implementation: string,
  deviations: readonly Deviation[],
  listed: readonly ListedDifference[],
): readonly ListedDifference[] {
  const isOf = (each: ListedDifference, { case: name, step }: Deviation) =>
    each.implementation === implementation && each.case === name && each.theirs.startsWith(`${step},`);
  const judged = (deviation: Deviation) => listed.find((each) => isOf(each, deviation))?.judgement ?? UNJUDGED;
  return [
    ...listed.filter((each) => each.implementation !== implementation),
    ...deviations.map((each) => ({
      implementation,
      case: each.case,
      theirs: told(each),
      judgement: judged(each),
    })),
  ];
}

/**
 * One line without what differs from run to run: names of this run's resources, ids, instants. A table has no line ends.
 */
const oneLine = (text: string): string =>
  text
    .replace(/pipeline-contract-[0-9a-f]{8}/g, 'pipeline-contract')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<instant>')
    .replace(/\s+/g, ' ')
    .trim();

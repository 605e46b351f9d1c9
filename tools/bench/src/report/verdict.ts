import type { Basis, Figure, Section } from '../section';
import { median } from '../statistics';

/** One goal, and whether it is reached. */
export interface Judgement {
  readonly sentence: string;
  readonly holds: boolean;
}

/** Seconds that a row costs. */
export function cost({ rows, seconds, cpuSeconds }: Figure, basis: Basis): number {
  return median(basis === 'cpu' && cpuSeconds ? cpuSeconds : seconds) / rows;
}

/** How many rows ours does in the time that another figure takes for one. */
export function times({ figures, ours, basis = 'cpu' }: Section, against: string): number | undefined {
  const [own, other] = [ours, against].map((name) => figures.find((figure) => figure.name === name));
  return own && other && cost(other, basis) / cost(own, basis);
}

/** Every goal of a section, judged. */
export function judge(section: Section): readonly Judgement[] {
  const { figures, goals = [], least, ours } = section;
  const judgements = goals.map(({ against, times: asked }) => {
    const reached = times(section, against) ?? 0;
    return {
      sentence: `${ours ?? ''} is ${reached.toFixed(2)} × ${against}, ${asked} × are asked for`,
      holds: reached >= asked,
    };
  });
  judgements.push(...peakJudgements(section), ...overJudgements(section));
  const [first] = figures;
  if (least === undefined || !first) return judgements;
  const perSecond = 1 / cost(first, 'wall');
  const sentence = `${first.name}: ${Math.floor(perSecond)} rows a second, ${least} are asked for`;
  return [...judgements, { sentence, holds: perSecond >= least }];
}

function peakJudgements({ figures, peaks }: Section): readonly Judgement[] {
  if (!peaks) return [];
  const held = figures.map(({ peakMiB }) => peakMiB ?? Infinity);
  const [first = Infinity, last = Infinity] = [held[0], held.at(-1)];
  const most = Math.max(...held);
  const growth = last / first;
  return [
    { sentence: `memory: ${Math.round(most)} MiB, ${peaks.mostMiB} are allowed`, holds: most <= peaks.mostMiB },
    { sentence: `memory grows ${growth.toFixed(2)} ×, ${peaks.growth} × is allowed`, holds: growth <= peaks.growth },
  ];
}

function overJudgements({ figures, over, basis = 'cpu' }: Section): readonly Judgement[] {
  const least = figures.find(({ name }) => name === over?.figure);
  if (!over || !least) return [];
  return figures
    .filter((figure) => figure !== least)
    .map((figure) => {
      const more = (cost(figure, basis) - cost(least, basis)) * 1_000;
      const sentence = `${figure.name}: ${Math.round(more)} ms over ${over.figure}, ${over.mostMs} ms are allowed`;
      return { sentence, holds: more <= over.mostMs };
    });
}

/** The last line of all. */
export function verdictOf(judgements: readonly Judgement[]): string {
  if (judgements.length === 0) return 'holds: all contenders give the same; nothing was judged by its time';
  const missed = judgements.filter(({ holds }) => !holds);
  if (missed.length === 0) return `holds: ${judgements.length} of ${judgements.length} goals are reached`;
  const told = missed.map(({ sentence }) => sentence).join('; ');
  return `does not hold: ${missed.length} of ${judgements.length} goals are not reached: ${told}`;
}

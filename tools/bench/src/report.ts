/** One thing that was measured. */
export interface Figure {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  readonly perSecond: number;
}

export interface Report {
  readonly figures: readonly Figure[];
  readonly holds: boolean;
  readonly verdict: string;
}

/**
 * The figures with their rates, and the verdict on the first of them: what the table takes.
 * @param least rows a second
 */
export function report(measured: readonly Omit<Figure, 'perSecond'>[], least: number): Report {
  const figures = measured.map((each) => ({ ...each, perSecond: each.rows / each.seconds }));
  const perSecond = figures[0]?.perSecond ?? 0;
  const holds = perSecond >= least;
  const told = `the table takes ${Math.floor(perSecond)} rows a second, ${least} are asked for`;
  return { figures, holds, verdict: `${holds ? 'holds' : 'does not hold'}: ${told}` };
}

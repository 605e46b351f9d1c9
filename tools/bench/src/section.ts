/** One thing that was measured, over all its rounds. */
export interface Figure {
  readonly name: string;
  readonly rows: number;
  /** Wall time of each round, in seconds. */
  readonly seconds: readonly number[];
  /** Processor time of each round, all threads of the process, in seconds. */
  readonly cpuSeconds?: readonly number[];
  /** The most memory that the process held in any round, in MiB. */
  readonly peakMiB?: number;
}

/** What is compared when two figures are: processor time is steadier, wall time counts waiting too. */
export type Basis = 'cpu' | 'wall';

/** Ours does at least so many times the rows of another figure in the same time. */
export interface Goal {
  readonly against: string;
  readonly times: number;
}

/** Figures that are of one thing, and may be compared. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Name of the figure that is ours: the others are told as what ours is times them. */
  readonly ours?: string;
  readonly basis?: Basis;
  readonly goals?: readonly Goal[];
  /** Rows a second, wall time, that the first figure must reach at least. */
  readonly least?: number;
  /** The most that any figure may hold, and how many times the first one's peak the last one's may be. */
  readonly peaks?: { readonly mostMiB: number; readonly growth: number };
  /** By how many milliseconds a row of any figure may cost more than one of the named figure. */
  readonly over?: { readonly figure: string; readonly mostMs: number };
  /** What a reader of the figures must know. */
  readonly notes?: readonly string[];
  /** Lines of their own, for what is no race: a curve over time, say. */
  readonly lines?: readonly string[];
}

import type { Section } from './section';

/** What the command line asks of every part. */
export interface Asked {
  /** Rows of each input; each part has a default of its own. */
  readonly rows?: number;
  /** Alternating rounds. */
  readonly rounds: number;
  /** Small inputs, one round, no goal judged: only that the outputs of all contenders are equal. */
  readonly check: boolean;
  /** Rows a second that one region's table must take. */
  readonly least: number;
  /** Writers of that table at once. */
  readonly connections: number;
  /** Port of the first endpoint, where a part starts any. */
  readonly port: number;
  /** An empty folder that is forgotten afterwards. */
  readonly folder: string;
}

/** One topic of the benchmark. A part's sections are told as soon as they are measured. */
export interface Part {
  readonly name: string;
  readonly about: string;
  measure(asked: Asked): AsyncIterable<Section>;
}

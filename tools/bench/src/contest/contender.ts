/** One of those that do the same work. */
export interface Contender {
  /**
   * Does the work once over the input, in the way its users would.
   * @param see is called with every result, in order, and is absent where the time is taken
   * @returns the number of results
   */
  pass(input: string, see?: (result: unknown) => void): Promise<number>;
  /** The same outcome in whatever form a contender has it: what is compared. Default: the result itself. */
  normal?(result: unknown): unknown;
}

/** A contender and its module, which is loaded only in the process that runs it. */
export type Contenders = Readonly<Record<string, () => Promise<Contender>>>;

/** What one process is asked to run. */
export interface Job {
  readonly contest: string;
  readonly contender: string;
  readonly input: string;
  /** The time is taken over passes that last so long together, in seconds; one at least. */
  readonly seconds: number;
}

/** What one process tells of its run. */
export interface Run {
  /** Of one pass. */
  readonly rows: number;
  /** Means over the passes. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** Hash of all results of the first pass, in order. */
  readonly digest: string;
}

import { SingleBar } from 'cli-progress';

/** What a command came to: its last line, and whether the promise holds. */
export interface Outcome {
  readonly holds: boolean;
  readonly verdict: string;
  /** What `--json` prints instead of the lines. */
  readonly figures: object;
  readonly lines: readonly string[];
}

/** A bar on standard error, where a person looks on; silent elsewhere. */
export function progress(total: number, unit: string): { readonly step: () => void; readonly end: () => void } {
  if (!process.stderr.isTTY) return { step: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${unit}, {eta_formatted} left`, etaBuffer: 500 });
  bar.start(total, 0);
  return { step: () => bar.increment(), end: () => bar.stop() };
}

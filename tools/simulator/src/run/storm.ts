import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import type { ThreadPool } from './thread-pool';

const MINUTE = 60_000;

/** Total: every call of the table is throttled for ten minutes, from the first second on. */
const STORM = { service: 'table' as const, from: 1_000, to: 1_000 + 10 * MINUTE };

/** Attempts per row that a storm may cost at most. */
const ATTEMPTS = 1.5;

/** Ten minutes in which the table throttles everything: no file is dead-lettered for it, and little is tried in vain. */
export async function runStorm({ from, seeds, rows }: Arguments, pool: ThreadPool): Promise<Outcome> {
  const bar = progress(seeds, 'seeds');
  const problems: string[] = [];
  let written = 0;
  let throttled = 0;
  let redriven = 0;
  const jobs = Array.from({ length: seeds }, (_, index) => ({
    seed: from + index,
    source: 'app',
    faults: [],
    share: 0,
    rows,
    storm: STORM,
  }));
  await pool.each(jobs, (result) => {
    bar.step();
    written += result.rows;
    throttled += result.throttled;
    redriven += result.redriven;
    problems.push(...result.problems.map((problem) => `seed ${result.seed}: ${problem}`));
  });
  bar.end();
  const attempts = 1 + throttled / written;
  const holds = problems.length === 0 && redriven === 0 && attempts <= ATTEMPTS;
  const sum = `${seeds} storms of 10 minutes over ${written.toLocaleString('en')} rows: ${redriven} files dead-lettered for throttling, ${attempts.toFixed(2)} attempts per row (at most ${ATTEMPTS})`;
  return {
    holds,
    lines: problems,
    figures: { written, throttled, redriven, attempts },
    verdict: `${holds ? 'holds' : 'does not hold'}: ${sum}`,
  };
}

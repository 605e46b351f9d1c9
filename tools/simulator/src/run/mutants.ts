import { bundleFunction } from '../function/load-function';
import { injectable } from '../nemesis/fault-classes';
import { plantedBugs } from '../mutants/planted-bugs';
import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import type { ThreadPool } from './thread-pool';

/** Rows of one seed: bugs show in small runs, and small runs are many. */
const ROWS = 200;

/**
 * Plants each bug in the app's source and looks for it, seed by seed.
 * @throws Error when a bug can't be planted any more: its text must follow the source
 */
export async function runMutants(
  { seeds, from, share, only }: Arguments,
  pool: ThreadPool,
  workspace: string,
): Promise<Outcome> {
  const bugs = plantedBugs.filter(({ name, file }) => only === undefined || `${name} ${file}`.includes(only));
  const bar = progress(bugs.length, 'bugs');
  const found: {
    readonly name: string;
    readonly file: string;
    readonly seeds: number | undefined;
    readonly by: string;
  }[] = [];
  for (const bug of bugs) {
    pool.load(bug.name, await bundleFunction(workspace, [bug]));
    let first: { readonly seed: number; readonly problem: string } | undefined;
    function* jobs() {
      for (let seed = from; seed < from + seeds; seed += 1) {
        yield { seed, source: bug.name, faults: injectable, share, rows: ROWS };
      }
    }
    await pool.each(
      jobs(),
      ({ seed, problems: [problem] }) => {
        if (problem !== undefined && (first === undefined || seed < first.seed)) first = { seed, problem };
      },
      () => first !== undefined,
    );
    found.push({ name: bug.name, file: bug.file, seeds: first && first.seed - from + 1, by: first?.problem ?? '' });
    bar.step();
  }
  bar.end();
  const missed = found.filter((one) => one.seeds === undefined);
  const lines = found.map(
    ({ name, file, seeds: needed, by }) =>
      `${String(needed ?? 'never').padStart(5)}  ${name} (${file})${by === '' ? '' : `: ${by.slice(0, 110)}`}`,
  );
  const most = Math.max(0, ...found.map((one) => one.seeds ?? 0));
  return {
    holds: missed.length === 0,
    lines: ['seeds  planted bug', ...lines],
    figures: { found },
    verdict:
      missed.length === 0
        ? `holds: ${found.length} planted bugs, each found within ${most} seeds`
        : `does not hold: ${missed.length} of ${found.length} planted bugs were not found within ${seeds} seeds: ${missed.map(({ name }) => name).join('; ')}`,
  };
}

import type { FaultId } from '../nemesis/fault-classes';
import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import type { JobResult } from './simulate-in-thread';
import type { ThreadPool } from './thread-pool';

/** Those that ruin calls and processes, and leave what is delivered as it was. */
const CALL_FAULTS: readonly FaultId[] = ['F27', 'F28', 'F32', 'F33', 'F35', 'F36'];

/** Faults per call. */
const RATE = 0.05;

/** 1,000 seeds of these make five million. */
const ROWS = 5_000;

/** Each seed twice, without faults and with one call in twenty ruined: the tables must be the same. */
export async function runSameTable({ from, seeds }: Arguments, pool: ThreadPool): Promise<Outcome> {
  const bar = progress(seeds, 'seeds');
  const different: number[] = [];
  const problems: string[] = [];
  let rows = 0;
  const lane = async (first: number) => {
    for (let seed = first; seed < from + seeds && different.length < 5; seed += pool.size) {
      const world = { seed, source: 'app', rows: ROWS };
      const whole: JobResult = await pool.run({ ...world, faults: [], share: 0 });
      const ruined = await pool.run({ ...world, faults: CALL_FAULTS, share: 1, rate: RATE });
      rows += ruined.rows;
      problems.push(...[...whole.problems, ...ruined.problems].map((problem) => `seed ${seed}: ${problem}`));
      if (whole.table !== ruined.table) different.push(seed);
      bar.step();
    }
  };
  await Promise.all(Array.from({ length: pool.size }, (_, index) => lane(from + index)));
  bar.end();
  const sum = `${rows.toLocaleString('en')} rows of ${seeds} seeds with ${RATE * 100} % faults per call`;
  const holds = different.length === 0 && problems.length === 0;
  return {
    holds,
    lines: [...problems, ...different.map((seed) => `seed ${seed}: another table`)],
    figures: { rows, seeds, different },
    verdict: holds
      ? `holds: ${sum} give the tables of the fault-free runs`
      : `does not hold: ${sum}; ${different.length} tables differ, ${problems.length} problems`,
  };
}

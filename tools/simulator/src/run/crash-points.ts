import { Random } from '../engine/random';
import { twoHundredRows } from '../world/make-file';
import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import type { Job, JobResult } from './simulate-in-thread';
import type { ThreadPool } from './thread-pool';

/** The seed of the one world in which the process is killed again and again. */
const SEED = 1;

/**
 * A kill at every await of a file of 200 rows, and at pairs of them, up to as many schedules as asked for: all end with
 * the same table.
 */
export async function runCrashPoints({ seeds: schedules }: Arguments, pool: ThreadPool): Promise<Outcome> {
  const job = (kills: readonly number[]): Job => ({
    seed: SEED,
    source: 'app',
    faults: [],
    share: 0,
    rows: 200,
    files: [twoHundredRows()],
    kills,
  });
  const undisturbed = await pool.run(job([]));
  const all = [...schedulesOf(undisturbed.awaits, schedules)];
  const wrong: { readonly kills: readonly number[]; readonly result: JobResult }[] = [];
  const bar = progress(all.length, 'schedules');
  let done = 0;
  await pool.each(
    all.map(job),
    (result, { kills = [] }) => {
      bar.step();
      done += 1;
      if (result.problems.length > 0 || result.table !== undisturbed.table) wrong.push({ kills, result });
    },
    () => wrong.length >= 5,
  );
  bar.end();
  const lines = wrong.map(
    ({ kills, result }) => `killed at ${kills.join(' and ')}: ${result.problems[0] ?? 'another table'}`,
  );
  const sum = `${done.toLocaleString('en')} schedules of kills at the ${undisturbed.awaits} awaits of a file of ${undisturbed.rows} rows`;
  const holds = wrong.length === 0 && undisturbed.problems.length === 0;
  return {
    holds,
    lines: [...undisturbed.problems, ...lines],
    figures: {
      schedules: done,
      awaits: undisturbed.awaits,
      wrong: wrong.map(({ kills }) => kills),
      table: undisturbed.table,
    },
    verdict: holds
      ? `holds: ${sum}, one table (${undisturbed.table})`
      : `does not hold: ${sum}, ${wrong.length} end otherwise`,
  };
}

/** Every await alone, then pairs of them: all there are, or a seeded choice where there are more. */
export function* schedulesOf(awaits: number, limit: number): Generator<readonly number[]> {
  const singles = Math.min(awaits, limit);
  for (let at = 0; at < singles; at += 1) yield [at];
  const pairs = (awaits * (awaits - 1)) / 2;
  if (singles + pairs <= limit) {
    for (let one = 0; one < awaits; one += 1) for (let other = one + 1; other < awaits; other += 1) yield [one, other];
    return;
  }
  const random = new Random(SEED);
  for (let left = limit - singles; left > 0; left -= 1) {
    const one = random.below(awaits);
    // The second kill hits the attempt after the first one: its awaits begin again.
    yield [one, one + 1 + random.below(awaits)];
  }
}

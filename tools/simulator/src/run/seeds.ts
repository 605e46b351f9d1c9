import { injectable } from '../nemesis/fault-classes';
import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import { add, deedTable, historyOf, hitTable, noTotal, type Total } from './run-seeds';
import type { Job, JobResult } from './simulate-in-thread';
import type { ThreadPool } from './thread-pool';

/** Failed seeds after which a run stops: more would say the same. */
const ENOUGH = 5;

/** Hits that a run of the goal's size must have of every fault class. */
const HITS = 1_000;
const GOAL_SEEDS = 10_000;

/** A range of seeds, each with its own mix of faults: nothing lost, nothing doubled, nothing unaccounted for. */
export async function runSeeds(args: Arguments, pool: ThreadPool, commit: string): Promise<Outcome> {
  const { from, seeds, rows, faults, share, rate } = args;
  const total = noTotal();
  const bar = progress(seeds, 'seeds');
  const started = Date.now();
  function* jobs(): Generator<Job> {
    for (let seed = from; seed < from + seeds; seed += 1) {
      yield { seed, source: 'app', nextSource: 'next', faults, share, rows, ...(rate === undefined ? {} : { rate }) };
    }
  }
  await pool.each(
    jobs(),
    (result) => {
      add(total, result);
      bar.step();
    },
    () => total.failed.length >= ENOUGH,
  );
  bar.end();
  const seconds = Math.round((Date.now() - started) / 1_000);
  const wholeGoal = seeds >= GOAL_SEEDS && faults.length === injectable.length;
  const rare = wholeGoal ? injectable.filter((id) => (total.hits.get(id) ?? 0) < HITS) : [];
  const { files, calls, events, hours, redriven, failed } = total;
  const figure = (value: number) => Math.round(value).toLocaleString('en');
  const sum = `${figure(total.seeds)} seeds, ${figure(files)} files, ${figure(total.rows)} rows, ${figure(calls)} calls, ${figure(hours / 24)} virtual days, ${seconds} s`;
  const lines = [
    ...hitTable(total),
    'the sentinels’ own:',
    ...deedTable(total),
    `${figure(events)} events; ${figure(redriven)} messages were redriven after the faults had ended; history ${historyOf(total)}`,
    ...failed.flatMap((result) => report(result, args, commit)),
  ];
  if (failed.length > 0) {
    return {
      holds: false,
      lines,
      figures: { ...figures(total), seconds },
      verdict: `does not hold: ${failed.length} seeds failed of ${sum}; the first: ${replay(failed[0]?.seed ?? 0, args)}`,
    };
  }
  if (rare.length > 0) {
    return {
      holds: false,
      lines,
      figures: { ...figures(total), seconds },
      verdict: `does not hold: hit fewer than ${HITS} times: ${rare.join(', ')} (${sum})`,
    };
  }
  return {
    holds: true,
    lines,
    figures: { ...figures(total), seconds },
    verdict: `holds: 0 rows lost, 0 doubled, 0 unaccounted for in ${sum}`,
  };
}

const figures = ({ failed, hits, deeds, histories, ...sums }: Total) => ({
  ...sums,
  history: historyOf({ histories }),
  failed: failed.map(({ seed, problems }) => ({ seed, problems })),
  hits: Object.fromEntries(hits),
  deeds: Object.fromEntries(deeds),
});

function replay(seed: number, { faults, share, rate, rows }: Arguments): string {
  const mix =
    faults.length === injectable.length
      ? `--share ${share}`
      : `--faults ${faults.join(',') || 'none'} --share ${share}`;
  return `npm run sim -- --seed ${seed} --rows ${rows} ${mix}${rate === undefined ? '' : ` --rate ${rate}`}`;
}

/** What somebody needs who wants to see the failure: what, which commit, how to run it again, and the end of the history. */
function report(result: JobResult, args: Arguments, commit: string): string[] {
  const tail = args.seeds === 1 ? result.tail : result.tail.slice(-20);
  return [
    '',
    `seed=${result.seed} commit=${commit} history=${result.history}`,
    ...result.problems.map((problem) => `  ${problem}`),
    `  replay: ${replay(result.seed, args)}`,
    ...tail.map((line) => `    ${line.slice(0, 300)}`),
  ];
}

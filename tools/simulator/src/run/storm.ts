import type { Arguments } from './arguments';
import { type Outcome, progress } from './outcome';
import type { ThreadPool } from './thread-pool';

const MINUTE = 60_000;

/** Total: every call of the table is throttled for ten minutes, from the first second on. */
export const STORM = { service: 'table' as const, from: 1_000, to: 1_000 + 10 * MINUTE };

/** Attempts per row that a storm may cost at most. */
const ATTEMPTS = 1.5;

/** Of the table's calls in a storm, the part that may leave though their caller's breaker is open. */
const PAST = 0.01;

/** Ten minutes in which the table throttles everything: no file is dead-lettered for it, and little is tried in vain. */
export async function runStorm({ from, seeds, rows }: Arguments, pool: ThreadPool): Promise<Outcome> {
  const bar = progress(seeds, 'seeds');
  const problems: string[] = [];
  const sum = { written: 0, throttled: 0, redriven: 0, calls: 0, past: 0 };
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
    sum.written += result.rows;
    sum.throttled += result.throttled;
    sum.redriven += result.redriven;
    sum.calls += result.storm.calls;
    sum.past += result.storm.past;
    problems.push(...result.problems.map((problem) => `seed ${result.seed}: ${problem}`));
  });
  bar.end();
  return judged(sum, problems, seeds);
}

/** What storms came to, held against its goals. */
export function judged(
  sum: Readonly<Record<'written' | 'throttled' | 'redriven' | 'calls' | 'past', number>>,
  problems: readonly string[],
  storms: number,
): Outcome {
  const attempts = 1 + sum.throttled / sum.written;
  const pastShare = sum.calls === 0 ? 0 : sum.past / sum.calls;
  const figure = (value: number) => value.toLocaleString('en');
  const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
  const goals = [
    {
      name: 'files dead-lettered for throttling',
      goal: 'none',
      measured: figure(sum.redriven),
      holds: sum.redriven === 0,
    },
    {
      name: 'attempts per row',
      goal: `at most ${ATTEMPTS}`,
      measured: attempts.toFixed(2),
      holds: attempts <= ATTEMPTS,
    },
    {
      name: 'calls past an open breaker',
      goal: `at most ${percent(PAST)}`,
      measured: `${percent(pastShare)} (${figure(sum.past)} of ${figure(sum.calls)})`,
      holds: pastShare <= PAST,
    },
  ];
  const missed = goals.filter(({ holds }) => !holds);
  const holds = problems.length === 0 && missed.length === 0;
  const ran = `${storms} storms of 10 minutes over ${figure(sum.written)} rows`;
  const said = (holds ? goals : missed).map(({ name, goal, measured }) => `${name}: ${measured} (${goal})`);
  const wrong = problems.length > 0 ? [`${problems.length} problems`] : [];
  return {
    holds,
    lines: [
      row('', 'goal', 'measured'),
      ...goals.map(({ name, goal, measured }) => row(name, goal, measured)),
      ...problems,
    ],
    figures: { ...sum, attempts, pastShare },
    verdict: `${holds ? 'holds' : 'does not hold'}: ${ran}: ${[...wrong, ...said].join(', ')}`,
  };
}

const row = (name: string, goal: string, measured: string): string => `${name.padEnd(40)}${goal.padEnd(16)}${measured}`;

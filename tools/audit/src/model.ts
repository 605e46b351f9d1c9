import { Presets, SingleBar } from 'cli-progress';
import { options, runCommand, text, wholeNumber } from '@pipeline/command-line';
import { everyHistory } from './model/every-history';
import { Random } from './model/random';
import { History } from './model/run-history';
import { SMALL_SCOPES } from './model/scope';
import { seedThatFinds, WRONG_RULES } from './model/wrong-rules';

const HELP = `npm run audit:model -- [--histories N] [--seed S]
Histories of writers, two regions and their auditors: each ends, with both tables equal to the serial run, and what
each region's trail and both tell is the table. First every history that there is of a few writers and faults, then
many of more of them by seed. Wrong rules run over the same seeds and must be found.

  --histories N   how many, default 100000
  --seed S        the first one's seed, default 1
`;

/** The last line is the verdict. Returns the exit code. */
function runModel(argv: readonly string[]): number {
  const { values } = options(argv, { histories: text, seed: text });
  const histories = wholeNumber('histories', values.histories ?? '1e5');
  const first = wholeNumber('seed', values.seed ?? '1');
  const wrong: string[] = [];
  let every = 0;
  for (const [name, scope] of Object.entries(SMALL_SCOPES)) {
    const end = everyHistory(scope);
    every += end.states;
    if (end.wrong !== undefined) wrong.push(`${name}: ${end.wrong}`);
    process.stdout.write(`${name}: ${end.states} states, the longest history ${end.steps} steps\n`);
  }
  const bar = new SingleBar({ stream: process.stderr, format: ' {bar} {value} of {total}' }, Presets.shades_classic);
  bar.start(histories, 0);
  let [repairs, longest] = [0, 0];
  for (let seed = first; seed < first + histories; seed += 1) {
    const end = new History(new Random(seed)).run();
    if (end.wrong !== undefined) wrong.push(`seed ${seed}: ${end.wrong}`);
    repairs += end.repairs;
    longest = Math.max(longest, end.steps);
    if (seed % 1_000 === 0) bar.update(seed - first);
  }
  bar.stop();
  const blind = Object.entries(WRONG_RULES).filter(([name, rule]) => {
    const seed = seedThatFinds(rule, first, histories);
    if (seed === undefined) return true;
    process.stdout.write(`${name}: found by seed ${seed}, after ${seed - first + 1} histories\n`);
    return false;
  });
  wrong.slice(0, 10).forEach((line) => process.stdout.write(`${line}\n`));
  blind.forEach(([name]) => process.stdout.write(`${name}: not found\n`));
  const holds = wrong.length + blind.length === 0;
  const sum = `${wrong.length} wrong of all histories through ${every} states and ${histories} by seed, ${blind.length} wrong rules not found; ${repairs} repairs, the longest history ${longest} steps`;
  process.stdout.write(`${holds ? 'holds' : 'does not hold'}: ${sum}\n`);
  return holds ? 0 : 2;
}

void runCommand(HELP, runModel);

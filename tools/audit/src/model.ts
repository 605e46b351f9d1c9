import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { History } from './model/run-history';
import { seedThatFinds, WRONG_RULES } from './model/wrong-rules';

const HELP = `npm run audit:model -- [--histories N] [--seed S]
Histories of writers, two regions and their auditors, by seed: each ends with both tables equal to the serial run.
Wrong rules run over the same seeds and must be found.

  --histories N   how many, default 100000
  --seed S        the first one's seed, default 1
`;

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} takes a whole number from 1, not "${text}".`);
}

/** `npm run audit:model`: the last line is the verdict. Returns the exit code. */
function main(): number {
  const { values } = parseArgs({
    options: { histories: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const histories = wholeNumber('histories', values.histories, 100_000);
  const first = wholeNumber('seed', values.seed, 1);
  const bar = new SingleBar({ stream: process.stderr, format: ' {bar} {value} of {total}' }, Presets.shades_classic);
  bar.start(histories, 0);
  const wrong: string[] = [];
  let [repairs, longest] = [0, 0];
  for (let seed = first; seed < first + histories; seed += 1) {
    const end = new History(seed).run();
    if (end.wrong !== undefined) wrong.push(`seed ${seed}: ${end.wrong}`);
    repairs += end.repairs;
    longest = Math.max(longest, end.steps);
    if (seed % 1_000 === 0) bar.update(seed - first);
  }
  bar.stop();
  const blind = Object.entries(WRONG_RULES).filter(([name, rules]) => {
    const seed = seedThatFinds(rules, first, histories);
    if (seed === undefined) return true;
    process.stdout.write(`${name}: found by seed ${seed}, after ${seed - first + 1} histories\n`);
    return false;
  });
  wrong.slice(0, 10).forEach((line) => process.stdout.write(`${line}\n`));
  blind.forEach(([name]) => process.stdout.write(`${name}: not found\n`));
  const holds = wrong.length + blind.length === 0;
  const text = `${wrong.length} of ${histories} histories wrong, ${blind.length} wrong rules not found; ${repairs} repairs, the longest history ${longest} steps`;
  process.stdout.write(`${holds ? 'holds' : 'does not hold'}: ${text}\n`);
  return holds ? 0 : 2;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

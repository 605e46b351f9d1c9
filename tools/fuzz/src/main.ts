import { options, runCommand, text, wholeNumber } from '@pipeline/command-line';
import { type Finding, fuzzOne } from './fuzz';

const HELP = `npm run fuzz -- [options]: mutated files through every reader; the last line is the verdict.

  --inputs N   how many (1000000)
  --seed S     of the first one (1)
  --help

Exits with 0 when no reader crashed, hung or miscounted, with 2 when one did, with 1 when it could not run.
`;

async function fuzz(argv: readonly string[]): Promise<number> {
  const { values } = options(argv, { inputs: text, seed: text });
  const inputs = wholeNumber('inputs', values.inputs ?? '1e6');
  const first = wholeNumber('seed', values.seed ?? '1');
  const findings: Finding[] = [];
  const tenth = Math.max(1, Math.floor(inputs / 10));
  for (let index = 0; index < inputs && findings.length < 10; index += 1) {
    const finding = await fuzzOne(first + index);
    if (finding) {
      findings.push(finding);
      process.stdout.write(
        `seed ${finding.seed} ${finding.format} ${finding.complaint}\n  ${JSON.stringify(finding.input.toString('latin1'))}\n`,
      );
    }
    if ((index + 1) % tenth === 0) process.stderr.write(`${index + 1} inputs, ${findings.length} findings\n`);
  }
  process.stdout.write(
    findings.length === 0
      ? `holds: ${inputs} mutated inputs (seeds ${first} to ${first + inputs - 1}), no crash, no hang, no miscount, no difference between chunk sizes\n`
      : `does not hold: ${findings.length} findings; run one again with --inputs 1 --seed <its seed>\n`,
  );
  return findings.length === 0 ? 0 : 2;
}

void runCommand(HELP, fuzz);

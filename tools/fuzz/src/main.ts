import { parseArgs } from 'node:util';
import { type Finding, fuzzOne } from './fuzz';

/** `npm run fuzz -- --inputs N --seed S`: mutated files through every reader; the last line is the verdict. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
  const inputs = Number(values.inputs ?? 1_000_000);
  const first = Number(values.seed ?? 1);
  if (!Number.isInteger(inputs) || inputs < 1 || !Number.isInteger(first)) {
    process.stderr.write('--inputs and --seed take whole numbers.\n');
    return 1;
  }
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

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flag, options, runCommand, text, UsageError, wholeNumber } from '@pipeline/command-line';
import type { Job } from './contest/contender';
import type { Asked, Part } from './part';
import { renderPart, writeInto } from './report/page';
import { renderSection } from './report/table';
import { judge, verdictOf } from './report/verdict';
import type { Section } from './section';

const help = (
  parts: readonly Part[],
): string => `npm run bench -- [part …] [options]: how fast it is, against others that do the same work.

parts, all of them by default:
${parts.map(({ name, about }) => `  ${name.padEnd(14)} ${about}\n`).join('')}
  --rows N         rows of each input (a default of each part)
  --rounds N       alternating rounds, each contender in a process of its own (3)
  --check          small inputs and one round: only that all contenders give the same
  --least N        rows a second that the table of local-cloud must take (1500)
  --connections N  its writers at once (64)
  --port N         port of the primary's endpoint; others follow it (4740)
  --write PAGE     put tables and charts into the page, docs/performance.md
  --json           one section a line
  --help

Exits with 0 when every goal is reached, with 2 when one is not, with 1 when it could not run or outputs differ.
`;

async function bench(argv: readonly string[], parts: readonly Part[]): Promise<number> {
  const { values, positionals } = options(
    argv,
    {
      ...{ rows: text, rounds: text, least: text, connections: text, port: text, write: text },
      ...{ check: flag, json: flag },
    },
    { words: true },
  );
  const check = values.check ?? false;
  const asked = {
    ...(values.rows === undefined ? {} : { rows: wholeNumber('rows', values.rows) }),
    rounds: wholeNumber('rounds', values.rounds ?? (check ? '1' : '3')),
    check,
    least: wholeNumber('least', values.least ?? '1500'),
    connections: wholeNumber('connections', values.connections ?? '64'),
    port: wholeNumber('port', values.port ?? '4740'),
  };
  const sections: Section[] = [];
  for (const part of chosen(parts, positionals)) {
    const ofPart = await measured(part, asked, (section) => {
      process.stdout.write(
        values.json ? `${JSON.stringify({ part: part.name, ...section })}\n` : renderSection(section),
      );
    });
    if (values.write !== undefined) await writeResults(values.write, part.name, ofPart);
    sections.push(...ofPart);
  }
  const judgements = check ? [] : sections.flatMap(judge);
  process.stdout.write(`${verdictOf(judgements)}\n`);
  return judgements.every(({ holds }) => holds) ? 0 : 2;
}

/** Runs a part in a folder that is forgotten afterwards. */
async function measured(
  part: Part,
  asked: Omit<Asked, 'folder'>,
  tell: (section: Section) => void,
): Promise<readonly Section[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-bench-'));
  const sections: Section[] = [];
  try {
    for await (const section of part.measure({ ...asked, folder })) {
      sections.push(section);
      tell(section);
    }
    return sections;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeResults(page: string, part: string, sections: readonly Section[]): Promise<void> {
  const [{ chart }, { machine }] = await Promise.all([import('./report/chart'), import('./report/machine')]);
  const chartPath = page.replace(/\.md$/, `-${part}.svg`);
  const text = renderPart(sections, await machine(), chartPath);
  const written = writeInto(await readFile(page, 'utf8'), part, text);
  if (written === undefined) throw new Error(`${page} has no place for ${part}: see tools/bench/src/report/page.ts.`);
  await writeFile(page, written);
  if (sections.some(({ figures }) => figures.length > 0)) await writeFile(chartPath, chart(sections));
}

function chosen(parts: readonly Part[], names: readonly string[]): readonly Part[] {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no part "${unknown}". The parts are ${parts.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
}

/** A process of one contender, which the race begins: it is asked by words of its own. */
async function contend(job: string): Promise<void> {
  // Nor here: the parts hold nothing of a contender, nor it of them.
  const { runContender } = await import('./contest/run-contender');
  process.stdout.write(JSON.stringify(await runContender(JSON.parse(job) as Job)));
}

void (async () => {
  const [mode, job] = process.argv.slice(2);
  if (mode === '--contender' && job !== undefined) return contend(job);
  // Not before: what parts need is no memory of a contender.
  const { parts } = await import('./parts');
  return runCommand(help(parts), (argv) => bench(argv, parts));
})();

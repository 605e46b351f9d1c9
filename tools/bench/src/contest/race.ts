import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Asked } from '../part';
import type { Figure } from '../section';
import type { Job, Run } from './contender';
import { contendersOf } from './contests';

const run = promisify(execFile);

/** Of each run, warm-up left out, which takes half as long. */
const SECONDS = 2;

/**
 * Runs every contender of a contest over one input, each run in a process of its own, in rounds: what disturbs the
 * machine for a while disturbs all of them. Each round begins with another one.
 * @throws Error where a contender's results are not those of the others
 */
export async function race(
  contest: string,
  input: string,
  { rounds, check }: Pick<Asked, 'rounds' | 'check'>,
  seconds = SECONDS,
): Promise<readonly Figure[]> {
  const names = Object.keys(await contendersOf(contest));
  const runs = new Map<string, Run[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const index of names.keys()) {
      const contender = names[(index + round) % names.length] ?? '';
      runs.get(contender)?.push(await inOwnProcess({ contest, contender, input, seconds: check ? 0 : seconds }));
    }
  }
  return compared(contest, runs);
}

async function inOwnProcess(job: Job): Promise<Run> {
  const program = [process.argv[1] ?? '', '--contender', JSON.stringify(job)];
  const { stdout } = await run(process.execPath, program, { maxBuffer: 1 << 26 });
  // What a function logs comes before it.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Run;
}

/** The figures of the runs. @throws Error where any run's rows or digest differ from the first one's. */
export function compared(contest: string, runs: ReadonlyMap<string, readonly Run[]>): readonly Figure[] {
  const [[first, [standard] = []] = []] = runs;
  return [...runs].map(([name, ofName]) => {
    for (const { rows, digest } of ofName) {
      if (rows === standard?.rows && digest === standard.digest) continue;
      throw new Error(
        `${contest}: ${name} gives ${rows} results (${digest.slice(0, 12)}), ${first ?? ''} ` +
          `${standard?.rows ?? 0} (${standard?.digest.slice(0, 12) ?? ''}). Contenders that do other work can't be compared.`,
      );
    }
    return {
      name,
      rows: standard?.rows ?? 0,
      seconds: ofName.map(({ seconds }) => seconds),
      cpuSeconds: ofName.map(({ cpuSeconds }) => cpuSeconds),
      peakMiB: Math.max(...ofName.map(({ peakMiB }) => peakMiB)),
    };
  });
}

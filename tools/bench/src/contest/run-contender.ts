import { createHash } from 'node:crypto';
import type { Contender, Job, Run } from './contender';
import { contendersOf } from './contests';

/**
 * The process of one contender: a first pass that hashes every result, which also compiles the code, passes to be warm
 * without the hashing, and those that are measured.
 */
export async function runContender({ contest, contender: name, input, seconds: asked }: Job): Promise<Run> {
  const load = (await contendersOf(contest))[name];
  if (!load) throw new Error(`There is no contender "${name}" of "${contest}".`);
  const contender = await load();
  const digest = await digestOf(contender, input);
  await passes(contender, input, asked / 2);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { count, rows } = await passes(contender, input, asked);
  const seconds = (performance.now() - begun) / 1_000 / count;
  const { user, system } = process.cpuUsage(cpuBefore);
  // Node.js tells it in KiB, whatever the system.
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  return { rows, seconds, cpuSeconds: (user + system) / 1e6 / count, peakMiB, digest };
}

async function passes(contender: Contender, input: string, seconds: number): Promise<{ count: number; rows: number }> {
  const end = performance.now() + seconds * 1_000;
  for (let count = 1; ; count += 1) {
    const rows = await contender.pass(input);
    if (performance.now() >= end) return { count, rows };
  }
}

async function digestOf(contender: Contender, input: string): Promise<string> {
  const hash = createHash('sha256');
  await contender.pass(input, (result) => {
    hash.update(`${JSON.stringify(contender.normal ? contender.normal(result) : result)}\n`);
  });
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import type { Contender, Job, Run } from './contender';
import { contests } from './contests';

/**
 * The process of one contender: a first pass that hashes every result, which also compiles the code, a second to be warm
 * without the hashing, and the one that is measured.
 */
export async function runContender({ contest, contender: name, input }: Job): Promise<Run> {
  const load = contests[contest]?.[name];
  if (!load) throw new Error(`There is no contender "${name}" of "${contest}".`);
  const contender = await load();
  const digest = await digestOf(contender, input);
  await contender.pass(input);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const rows = await contender.pass(input);
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  // Of Linux and macOS alike, Node.js tells it in KiB.
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  return { rows, seconds, cpuSeconds: (user + system) / 1e6, peakMiB, digest };
}

async function digestOf(contender: Contender, input: string): Promise<string> {
  const hash = createHash('sha256');
  await contender.pass(input, (result) => {
    hash.update(`${JSON.stringify(contender.normal ? contender.normal(result) : result)}\n`);
  });
  return hash.digest('hex');
}

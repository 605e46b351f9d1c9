import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@pipeline/command-line';
import { type ContractArguments, HELP, parseArguments } from './arguments';
import type { Case, Client } from './case';
import { compareDifferences, readDifferences, updateDifferences, writeDifferences } from './differences';
import { createJsClient, type Target } from './js-client';
import { loadCases } from './load-cases';
import { type LocalRegion, REGION, startLocalRegion } from './local-region';
import { createResources, deleteResources } from './provision';
import { createPythonClient } from './python-client';
import { nameResources, type Resources } from './resources';
import { type Deviation, runCases } from './run-cases';
import { scopes } from './scope';
import { withWeb } from './web';

/** The last line is the verdict. */
async function contract(argv: readonly string[]): Promise<number> {
  const options = parseArguments(argv, process.env);
  // npm runs its scripts where package.json is.
  const workspace = process.cwd();
  const folder = join(workspace, 'tools/contract');
  const cases = loadCases(join(folder, 'cases')).filter((each) => isFor(each, options));
  const calls = cases.reduce((sum, { steps }) => sum + steps.length, 0);
  const deviations = await run(cases, options, workspace, folder);
  for (const each of deviations) {
    process.stdout.write(
      options.json
        ? `${JSON.stringify(each)}\n`
        : `${each.case}\n  call ${each.step}, ${each.operation}: ${each.difference}\n`,
    );
  }
  const where = options.endpoint ?? `the local cloud${options.restart ? ', killed before every round' : ''}`;
  const ran = `${cases.length} cases, ${calls} calls through ${options.client} on ${where}`;
  if (options.differences !== undefined) {
    return judge(options.differences, deviations, join(workspace, LIST), options.write, ran);
  }
  process.stdout.write(
    deviations.length === 0 ? `holds: ${ran}\n` : `does not hold: ${deviations.length} of ${ran} deviate\n`,
  );
  return deviations.length === 0 ? 0 : 2;
}

const LIST = 'docs/contract-differences.md';

/** Whether what deviates is what the list says of this implementation. */
function judge(name: string, deviations: readonly Deviation[], file: string, write: boolean, ran: string): number {
  const document = readFileSync(file, 'utf8');
  if (write) {
    const updated = updateDifferences(name, deviations, readDifferences(document));
    writeFileSync(file, writeDifferences(document, updated));
  }
  const complaints = compareDifferences(name, deviations, readDifferences(readFileSync(file, 'utf8')));
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(
    complaints.length === 0
      ? `holds: ${name} differs in ${deviations.length} calls as ${LIST} says; ${ran}\n`
      : `does not hold: ${complaints.length} differences of ${name} are not as ${LIST} says; ${ran}\n`,
  );
  return complaints.length === 0 ? 0 : 2;
}

/** Whether the client can run a case, and all its services are asked for. */
const isFor = ({ clients, steps }: Case, options: ContractArguments): boolean =>
  (clients?.includes(options.client) ?? true) && steps.every((step) => options.services.has(serviceOf(step.do)));

/** Only S3 has presigned URLs, and only they are asked for by plain HTTP. */
const serviceOf = (operation: string): string => operation.replace(/^(presign|http)\..*/, 's3').replace(/\..*/, '');

async function run(
  cases: readonly Case[],
  options: ContractArguments,
  workspace: string,
  folder: string,
): Promise<readonly Deviation[]> {
  const resources = nameResources(randomBytes(4).toString('hex'), cases);
  const clientOf = (target: Target): Client =>
    withWeb(options.client === 'js' ? createJsClient(target) : createPythonClient(target, options.python, folder));
  if (options.endpoint !== undefined) return runElsewhere(cases, resources, options, options.endpoint, clientOf);

  const region: LocalRegion = await startLocalRegion(join(workspace, 'dist/tools/local-cloud/region.js'), resources);
  const client = clientOf({ region: REGION, endpoint: region.endpoint });
  try {
    const scopeOf = await scopes(resources, client, REGION, options.services);
    const beforeRound = options.restart ? { beforeRound: () => region.restart() } : {};
    return await runCases(cases, { client, scopeOf, ...beforeRound });
  } finally {
    await client.close();
    await region.stop();
  }
}

async function runElsewhere(
  cases: readonly Case[],
  resources: Resources,
  { services }: ContractArguments,
  endpoint: string,
  clientOf: (target: Target) => Client,
): Promise<readonly Deviation[]> {
  const region = process.env['AWS_REGION'] ?? REGION;
  const target = endpoint === 'aws' ? { region } : { region, endpoint };
  const maker = createJsClient(target);
  const client = clientOf(target);
  try {
    await createResources(maker, resources, region, services);
    return await runCases(cases, { client, scopeOf: await scopes(resources, client, region, services) });
  } finally {
    for (const left of await deleteResources(maker, resources, services)) process.stderr.write(`${left}\n`);
    await maker.close();
    await client.close();
  }
}

void runCommand(HELP, contract);

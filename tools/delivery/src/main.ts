import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type PipelineNames, pipelineNames } from '@pipeline/runtime-contract';
import { watchAlarms } from './alarm-watch';
import { readAssembly } from './assembly';
import { deployedTemplate, smokePorts, watchPorts } from './clients';
import { deployOrder } from './deploy-order';
import { diffComment } from './diff-comment';
import { smokeTest } from './smoke-test';
import { templateDiffs } from './template-diff';

const REGIONS = ['us-east-1', 'us-west-2'] as const;
const [PRIMARY] = REGIONS;

const HELP = `node dist/tools/delivery/main.js <step> …, the steps of the workflows that are more than a command:

  smoke   --region R [--seen-in R] [--environment E] [--bucket-suffix S] [--seconds N]
          uploads a small file and waits for its receipt, in the other region's table too if asked to
  order   [--environment E] [--assembly DIR]
          which region an update begins with; refuses the standby when the table changed
  alarms  --since TIME [--environment E] [--minutes N] [--except ALARM]
          watches the alarms of both regions
  diff    --base DIR --head DIR
          cdk diff of two assemblies, as a comment

Exit code: 0 it holds, 2 it does not, 1 the step could not run.
`;

interface Options {
  readonly environment: string;
  readonly region?: string;
  readonly 'seen-in'?: string;
  readonly 'bucket-suffix'?: string;
  readonly seconds: string;
  readonly minutes: string;
  readonly since?: string;
  readonly except?: string;
  readonly assembly: string;
  readonly base?: string;
  readonly head?: string;
}

const options = {
  environment: { type: 'string', default: 'prod' },
  region: { type: 'string' },
  'seen-in': { type: 'string' },
  'bucket-suffix': { type: 'string' },
  seconds: { type: 'string', default: '300' },
  minutes: { type: 'string', default: '10' },
  since: { type: 'string' },
  except: { type: 'string' },
  assembly: { type: 'string', default: 'cdk.out' },
  base: { type: 'string' },
  head: { type: 'string' },
} as const;

const namesIn = (region: string, { environment, ...values }: Options): PipelineNames =>
  pipelineNames({ environment, region, primaryRegion: PRIMARY, bucketSuffix: values['bucket-suffix'] ?? '' });

/** An output of the workflow's step; delimited by what no value can contain. */
function stepOutput(name: string, value: string): void {
  const file = process.env['GITHUB_OUTPUT'];
  const end = randomUUID();
  if (file) appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

function given(values: Options, name: 'region' | 'since' | 'base' | 'head'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing.\n\n${HELP}`);
  return value;
}

function amount(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} takes a number above 0, not "${text}".`);
  return value;
}

function regionOf(text: string): string {
  if (!(REGIONS as readonly string[]).includes(text))
    throw new Error(`The regions are ${REGIONS.join(' and ')}, not "${text}".`);
  return text;
}

const verdict = ({ holds, verdict: text }: { readonly holds: boolean; readonly verdict: string }): number => {
  process.stdout.write(`${text}\n`);
  return holds ? 0 : 2;
};

const steps: Readonly<Record<string, (values: Options) => Promise<number>>> = {
  async smoke(values) {
    const region = regionOf(given(values, 'region'));
    const seenIn = values['seen-in'];
    return verdict(
      await smokeTest(smokePorts(region, namesIn(region, values)), {
        region,
        timeoutSeconds: amount(values.seconds, 'seconds'),
        ...(seenIn === undefined ? {} : { seenIn: regionOf(seenIn) }),
      }),
    );
  },

  async order(values) {
    const { stack } = namesIn(PRIMARY, values);
    const synthesised = readAssembly(values.assembly).find(({ name }) => name === stack);
    if (!synthesised) throw new Error(`${values.assembly} has no ${stack}. Synthesise it: npm run synth`);
    const { order, reason } = deployOrder(await deployedTemplate(PRIMARY, stack), synthesised.template);
    stepOutput('order', order);
    process.stdout.write(`${order}: ${reason}\n`);
    return 0;
  },

  async alarms(values) {
    const since = Date.parse(given(values, 'since'));
    if (Number.isNaN(since))
      throw new Error(`--since takes a time as 2026-01-31T23:59:59Z, not "${values.since ?? ''}".`);
    const minutes = amount(values.minutes, 'minutes');
    return verdict(
      await watchAlarms(watchPorts(REGIONS, values.environment), {
        since,
        minutes,
        ...(values.except === undefined ? {} : { except: values.except }),
      }),
    );
  },

  diff(values) {
    const comment = diffComment(templateDiffs(given(values, 'base'), given(values, 'head')));
    stepOutput('comment', comment);
    process.stdout.write(comment);
    return Promise.resolve(0);
  },
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const step = steps[positionals[0] ?? ''];
  if (!step || positionals.length !== 1) throw new Error(`There is no step "${positionals.join(' ')}".\n\n${HELP}`);
  return step(values);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

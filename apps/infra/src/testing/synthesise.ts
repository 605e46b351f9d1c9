import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { TemplateJson } from '../checks/physical-names';
import { bundlesIn } from '../bundles';
import { createApp } from '../create-app';

/** A region's stack, as CloudFormation gets it. */
export interface SynthesisedStack {
  readonly name: string;
  readonly region: string;
  readonly dependencies: readonly string[];
  readonly terminationProtection: boolean;
  /** The bytes of the template's file. */
  readonly text: string;
  readonly resources: TemplateJson['Resources'];
  readonly template: Template;
}

export interface Synthesised {
  readonly primary: SynthesisedStack;
  readonly standby: SynthesisedStack;
  /** With outages on purpose, of the same two regions: none, unless the context asks for them. */
  readonly faults: readonly SynthesisedStack[];
}

export type Context = Readonly<Record<string, string>>;
type Region = Omit<SynthesisedStack, 'template'>;

/** Over bundles that are a single line, so that a test needs no build. */
function synthesiseRegions(context: Context): readonly Region[] {
  const directory = mkdtempSync(join(tmpdir(), 'infra-spec-'));
  try {
    const code = bundlesIn(directory, (bundle, name) => {
      mkdirSync(bundle);
      writeFileSync(join(bundle, 'index.js'), `exports.handler = async () => '${name}';\n`);
    });
    const app = createApp({ code, context, outdir: join(directory, 'cdk.out') });
    return app.synth().stacks.map((stack) => ({
      name: stack.stackName,
      region: stack.environment.region,
      dependencies: stack.dependencies.map(({ id }) => id),
      terminationProtection: stack.terminationProtection ?? false,
      text: readFileSync(stack.templateFullPath, 'utf8'),
      resources: (stack.template as TemplateJson).Resources,
    }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const holdsPipeline = ({ name }: Region) => name.startsWith('serverless-pipeline-');

function withTemplates(stacks: readonly Region[]): Synthesised {
  const [primary, standby] = stacks.filter(holdsPipeline);
  if (!primary || !standby) throw new Error('The app has to have two stacks of the pipeline.');
  const withTemplate = (region: Region) => ({
    ...region,
    template: Template.fromJSON(JSON.parse(region.text) as Record<string, unknown>),
  });
  return {
    primary: withTemplate(primary),
    standby: withTemplate(standby),
    faults: stacks.filter((stack) => !holdsPipeline(stack)).map(withTemplate),
  };
}

/** Synthesises the app, whatever was synthesised before. */
export const synthesiseAnew = (context: Context = {}): Synthesised => withTemplates(synthesiseRegions(context));

/** The app's stacks, synthesised once for all specs of a run. */
export function synthesise(context: Context = {}): Synthesised {
  const folder = process.env['INFRA_SPEC_ASSEMBLIES'];
  if (folder === undefined) throw new Error('Run the specs with apps/infra/jest.config.cjs, which makes their folder.');
  const file = join(folder, `${createHash('sha256').update(JSON.stringify(context)).digest('hex')}.json`);
  if (existsSync(file)) return withTemplates(JSON.parse(readFileSync(file, 'utf8')) as readonly Region[]);
  const regions = synthesiseRegions(context);
  writeFileSync(file, JSON.stringify(regions));
  return withTemplates(regions);
}

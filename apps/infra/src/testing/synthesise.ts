import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { TemplateJson } from '../checks/physical-names';
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
}

/** Synthesises the app over a bundle that is a single line, so that a test needs no build. */
export function synthesise(context: Readonly<Record<string, string>> = {}): Synthesised {
  const directory = mkdtempSync(join(tmpdir(), 'infra-spec-'));
  try {
    const processor = join(directory, 'processor');
    mkdirSync(processor);
    writeFileSync(join(processor, 'index.js'), 'exports.handler = async () => ({ batchItemFailures: [] });\n');
    const app = createApp({ code: { processor }, context, outdir: join(directory, 'cdk.out') });
    const [primary, standby] = app.synth().stacks.map((stack) => ({
      name: stack.stackName,
      region: stack.environment.region,
      dependencies: stack.dependencies.map(({ id }) => id),
      terminationProtection: stack.terminationProtection ?? false,
      text: readFileSync(stack.templateFullPath, 'utf8'),
      resources: (stack.template as TemplateJson).Resources,
      template: Template.fromJSON(stack.template as Record<string, unknown>),
    }));
    if (!primary || !standby) throw new Error('The app has to have two stacks.');
    return { primary, standby };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

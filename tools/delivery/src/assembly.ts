import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}
export interface AssembledStack {
  readonly name: string;
  readonly region: string;
  readonly file: string;
  readonly template: Template;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      { readonly type: string; readonly environment?: string; readonly properties?: { readonly templateFile?: string } }
    >
  >;
}

/**
 * The stacks of a synthesised app, in the order of its manifest.
 * @throws Error saying what to do when there is no assembly
 */
export function readAssembly(directory: string): readonly AssembledStack[] {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`There is no ${manifest}. Synthesise first: npm run synth`);
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return Object.entries(artifacts).flatMap(([name, { type, environment = '', properties = {} }]) => {
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const file = join(directory, properties.templateFile);
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    // `aws://<account>/<region>`
    return [{ name, region: environment.split('/').at(-1) ?? '', file, template }];
  });
}

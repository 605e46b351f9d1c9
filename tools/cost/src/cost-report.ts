import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idleCost, type RegionTemplate } from './idle';
import type { Resource } from './idle-line';
import type { Processing } from './load';
import { otherCost, useCost } from './per-million';
import type { CostReport } from './report';
import { sampleItems } from './sample-items';

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      { readonly type: string; readonly environment?: string; readonly properties?: { readonly templateFile?: string } }
    >
  >;
}

/** @throws Error saying what to do when there is no assembly */
export function readTemplates(assembly: string): readonly RegionTemplate[] {
  const manifest = join(assembly, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`There is no ${manifest}. Synthesise first: npm run synth`);
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return Object.values(artifacts).flatMap(({ type, environment = '', properties = {} }) => {
    if (type !== 'aws:cloudformation:stack' || properties.templateFile === undefined) return [];
    const { Resources } = JSON.parse(readFileSync(join(assembly, properties.templateFile), 'utf8')) as {
      readonly Resources: Readonly<Record<string, Resource>>;
    };
    return [{ region: environment.split('/').at(-1) ?? '', resources: Object.values(Resources) }];
  });
}

/** What the processor has, and how it cuts its files. */
export function processing(templates: readonly RegionTemplate[]): Processing {
  const processor = templates
    .flatMap(({ resources }) => resources)
    .find(({ Properties }) => String(Properties?.['FunctionName']).startsWith('serverless-data-processor-'));
  const { MemorySize, Environment } = (processor?.Properties ?? {}) as {
    readonly MemorySize?: number;
    readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  };
  const [memoryMiB, sliceBytes] = [Number(MemorySize), Number(Environment?.Variables?.['SLICE_BYTES'])];
  if (!(memoryMiB > 0 && sliceBytes > 0)) {
    throw new Error(
      'The templates have no function serverless-data-processor-<environment> with a MemorySize and SLICE_BYTES.',
    );
  }
  return { memoryMiB, sliceBytes };
}

/** What the synthesised stacks cost, idle and by use. */
export function costReport(workspace: string, assembly: string): CostReport {
  const templates = readTemplates(assembly);
  const samples = sampleItems(workspace);
  return {
    idle: idleCost(templates),
    use: useCost(samples),
    other: otherCost(samples, processing(templates).memoryMiB),
  };
}

import type { Place } from './attributes';
import type { Json, Stack } from './load-assembly';
import { createResolver, type Resolver } from './resolve';
import { ResourceReader } from './resource-reader';

export interface PlanOptions extends Place {
  readonly stacks: readonly Stack[];
}

/** A stack and what its intrinsic functions come to. */
export interface ResolvedStack {
  readonly stack: Stack;
  readonly resolver: Resolver;
}

/** Resources of one type that the conditions of their stack let exist. */
export function readers({ stack, resolver }: ResolvedStack, type?: string): readonly ResourceReader[] {
  return Object.entries(stack.template.Resources)
    .filter(
      ([, { Type, Condition }]) =>
        (type === undefined || Type === type) && (!Condition || resolver.condition(Condition)),
    )
    .map(([logicalId, resource]) => new ResourceReader(stack, logicalId, resource, resolver));
}

/** The stacks of all regions: one may import what another of its region exports. */
export function resolvedStacks({ stacks, ...place }: PlanOptions): readonly ResolvedStack[] {
  const resolved: readonly ResolvedStack[] = stacks.map((stack) => ({
    stack,
    resolver: createResolver({
      stack,
      place: { ...place, region: stack.region },
      importValue: (name) => exported(stack.region, name),
    }),
  }));
  // Exports live in one region; AWS refuses the import of another's.
  const exported = (region: string, name: string): Json | undefined => {
    for (const { stack, resolver } of resolved.filter((other) => other.stack.region === region)) {
      for (const [id, output] of Object.entries(stack.template.Outputs ?? {})) {
        if (!output.Export || (output.Condition && !resolver.condition(output.Condition))) continue;
        if (resolver.resolve(output.Export.Name, `Outputs.${id}.Export`) !== name) continue;
        return resolver.resolve(output.Value, `Outputs.${id}.Value`);
      }
    }
    return undefined;
  };
  return resolved;
}

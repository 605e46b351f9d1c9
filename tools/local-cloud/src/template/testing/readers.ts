import type { Stack, Template, TemplateResource } from '../load-assembly';
import { createResolver } from '../resolve';
import { ResourceReader } from '../resource-reader';

/** Where a stack of a spec is. */
export const place = {
  partition: 'aws',
  region: 'us-east-1',
  account: '000000000000',
  endpoint: 'http://127.0.0.1:4600',
};

/** A stack of a spec: its resources, and what else its template has. */
export const stackOf = (
  Resources: Readonly<Record<string, TemplateResource>>,
  {
    name = 'stack',
    region = place.region,
    ...template
  }: Partial<Template> & Partial<Pick<Stack, 'name' | 'region'>> = {},
): Stack => ({ name, region, template: { Resources, ...template }, assets: new Map() });

/** The resources of a stack as the plans read them, by their logical ids. */
export function readersOf(resources: Readonly<Record<string, TemplateResource>>): ReadonlyMap<string, ResourceReader> {
  const stack = stackOf(resources);
  const importValue = (name: string): never => {
    throw new Error(`The stack of a spec imports ${name}.`);
  };
  const resolver = createResolver({ stack, place, importValue });
  return new Map(
    Object.entries(resources).map(([id, resource]) => [id, new ResourceReader(stack, id, resource, resolver)]),
  );
}

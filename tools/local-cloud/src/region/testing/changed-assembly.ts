import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMiniAssembly } from './mini-assembly';

/**
 * The small assembly with these resources more in the stack of us-east-1, or properties more of its own.
 * @returns the assembly's directory, below the one given
 */
export function buildAssemblyWith(directory: string, resources: Readonly<Record<string, object>>): string {
  const assembly = buildMiniAssembly(directory);
  const file = join(assembly, 'mini-east.template.json');
  const { Resources, ...others } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, object> };
  writeFileSync(file, JSON.stringify({ ...others, Resources: { ...Resources, ...resources } }));
  return assembly;
}

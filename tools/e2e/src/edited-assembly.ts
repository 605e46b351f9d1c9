import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WORKSPACE = join(__dirname, '..', '..', '..');

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/**
 * Copies what was synthesised, with the resources of both regions' templates as a spec edits them in place.
 * @param directory one that is not there yet
 */
export async function editedAssembly(
  directory: string,
  edit: (resources: readonly TemplateResource[]) => void,
): Promise<string> {
  await cp(join(WORKSPACE, 'cdk.out'), directory, { recursive: true });
  for (const name of (await readdir(directory)).filter((file) => file.endsWith('.template.json'))) {
    const file = join(directory, name);
    const template = JSON.parse(await readFile(file, 'utf8')) as { Resources: Record<string, TemplateResource> };
    edit(Object.values(template.Resources));
    await writeFile(file, JSON.stringify(template));
  }
  return directory;
}

/** Sets variables of the sentinel's environment, which exist. */
export function sentinelWith(
  resources: readonly TemplateResource[],
  variables: Readonly<Record<string, number>>,
): void {
  for (const { Properties } of resources) {
    const environment = Properties['Environment'] as { Variables: Record<string, string> } | undefined;
    if (!environment?.Variables['RECONCILE_RULE']) continue;
    for (const [name, value] of Object.entries(variables)) {
      if (environment.Variables[name] === undefined) throw new Error(`The sentinel has no variable ${name}.`);
      environment.Variables[name] = String(value);
    }
  }
}

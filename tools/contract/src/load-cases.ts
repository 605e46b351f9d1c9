import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case';

const CASE_MEMBERS = new Set(['name', 'queues', 'mappings', 'clients', 'why', 'steps']);
const STEP_MEMBERS = new Set(['do', 'in', 'by', 'as', 'out', 'fault', 'within', 'why']);

/**
 * All cases of a folder: every `<topic>.json` is a list of them.
 * @throws Error naming file and case that can't be one: what is misspelt must not pass as nothing to check
 */
export function loadCases(folder: string): readonly Case[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((file) => {
    const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[];
    const names = new Set<string>();
    return cases.map((each) => {
      const refuse = (what: string): never => {
        throw new Error(`${file}, case '${each.name}': ${what}`);
      };
      if (names.has(each.name)) refuse('there is another one of that name.');
      names.add(each.name);
      refuseUnknown(each, CASE_MEMBERS, refuse);
      for (const [index, step] of each.steps.entries()) {
        refuseUnknown(step, STEP_MEMBERS, (what) => refuse(`step ${index + 1}: ${what}`));
        if ((step.out === undefined) === (step.fault === undefined)) {
          refuse(`step ${index + 1} must expect either 'out' or 'fault'.`);
        }
      }
      return { ...each, name: `${file.replace(/\.json$/, '')}: ${each.name}` };
    });
  });
}

function refuseUnknown(value: object, known: ReadonlySet<string>, refuse: (what: string) => never): void {
  const unknown = Object.keys(value).find((name) => !known.has(name));
  if (unknown !== undefined) refuse(`there is no member '${unknown}', only ${[...known].join(', ')}.`);
}

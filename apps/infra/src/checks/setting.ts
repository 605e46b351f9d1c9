import { isDeepStrictEqual } from 'node:util';
import type { ResourceJson, TemplateJson } from './physical-names';

/** What a property of every resource of a type must be, and what happens otherwise. */
export interface Setting {
  readonly type: string;
  /** Members from `Properties` down, `A.B.C`; of a list each element is looked at: `Rules.*.Status`. */
  readonly at: string;
  /** The value, or whether a value is right: undefined is a property that is absent. */
  readonly is: unknown;
  /** Ends the sentence "it must be …". */
  readonly says: string;
  /** The resources that the setting is not for, by logical id, and why. */
  readonly except?: Readonly<Record<string, string>>;
}

export type NamedResource = readonly [logicalId: string, resource: ResourceJson];

/** The resources of a type, in the order of the template. */
export const resourcesOf = (template: TemplateJson, type: string): readonly NamedResource[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** The values at a path, one for each element of the lists on the way; an absent one is undefined. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  const [member, ...rest] = path.split('.') as [string, ...string[]];
  const inner = value as Readonly<Record<string, unknown>> | undefined;
  const found = member === '*' ? (Array.isArray(value) ? (value as unknown[]) : [undefined]) : [inner?.[member]];
  return rest.length === 0 ? found : found.flatMap((one) => valuesAt(one, rest.join('.')));
}

/** The first value at a path. */
export const valueAt = ({ Properties }: ResourceJson, path: string): unknown => valuesAt(Properties, path)[0];

const isRight = (value: unknown, wanted: unknown) =>
  typeof wanted === 'function' ? (wanted as (value: unknown) => boolean)(value) : isDeepStrictEqual(value, wanted);

/** The settings that don't hold: a sentence each. */
export function settingBreaches(template: TemplateJson, settings: readonly Setting[]): readonly string[] {
  return settings.flatMap(({ type, at, is, says, except = {} }) =>
    resourcesOf(template, type)
      .filter(([logicalId]) => !(logicalId in except))
      .flatMap(([logicalId, { Properties }]) =>
        valuesAt(Properties, at)
          .filter((value) => !isRight(value, is))
          .map((value) => `${logicalId}.${at} is ${JSON.stringify(value) ?? 'absent'}: it must be ${says}.`),
      ),
  );
}

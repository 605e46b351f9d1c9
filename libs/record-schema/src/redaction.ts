import type { Dataset } from './dataset';
import { Decimal, UnstorableNumber } from './decimal';
import type { Fault } from './fault';
import { bare, isArray, membersOf, type Structure } from './structure';

type Guarded = Pick<Dataset, 'sensitive' | 'record'>;

/** Indices of arrays are no names: `items[3].note` is the path `items.note`. */
const named = (path: string): string => path.replace(/\[\d+\]/g, '');

const within = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);

/** Whether a value at this path could show a sensitive one: it is that, is in that, or holds that. */
export function isSensitive({ sensitive }: Pick<Dataset, 'sensitive'>, path: string): boolean {
  if (sensitive === undefined) return false;
  return path === '' || sensitive.some((guarded) => within(named(path), guarded) || within(guarded, named(path)));
}

/** A path as a fault may show it: what is below a sensitive member is named by its row, as the keys of a map are. */
export const shownPath = ({ sensitive }: Pick<Dataset, 'sensitive'>, path: string): string =>
  sensitive?.find((guarded) => named(path).startsWith(`${guarded}.`)) ?? path;

/**
 * What a rejected row of a dataset with sensitive members may keep: the members that its schema knows, without the
 * sensitive ones. A member that no schema knows could be anything, the address under another name too.
 */
export const redactedRow = (dataset: Guarded, value: unknown): unknown =>
  keptOf(dataset.record as unknown as Structure, value, '', dataset);

function keptOf(structure: Structure, value: unknown, path: string, dataset: Guarded): unknown {
  const members = membersOf(structure);
  if (members) return keptMembers(members, value, path, dataset);
  const { type } = bare(structure);
  if (isArray(bare(structure)) && type) {
    // Text where a list or an object should be could hold all of it.
    if (!Array.isArray(value)) return undefined;
    return value.map((element) => keptOf(type, element, path, dataset) ?? null);
  }
  if (value instanceof Decimal) return value.text;
  if (value instanceof UnstorableNumber) return value.literal;
  return typeof value === 'object' && value !== null ? undefined : value;
}

function keptMembers(
  members: ReadonlyMap<string, Structure>,
  value: unknown,
  path: string,
  dataset: Guarded,
): object | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const kept = [...members].flatMap(([name, structure]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (dataset.sensitive?.includes(here) || !Object.hasOwn(value, name)) return [];
    const member = keptOf(structure, (value as Record<string, unknown>)[name], here, dataset);
    return member === undefined ? [] : [[name, member] as const];
  });
  return Object.fromEntries(kept);
}

/**
 * Of a row that could not even be read nothing is told but which rule it broke: its faults may quote it.
 * @param meanings what a code says of every row that it is said of
 */
export const redactedFaults = (
  faults: readonly Fault[],
  meanings: Readonly<Record<string, string>> = {},
): readonly Fault[] =>
  faults.map(({ code }) => ({
    code,
    path: '',
    message: `${meanings[code] ?? `The row breaks the rule ${code}.`} Its text is not kept, since the dataset holds personal data: look at the file.`,
  }));

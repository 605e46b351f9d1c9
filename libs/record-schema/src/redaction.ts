import type { Dataset } from './dataset';
import { Decimal, UnstorableNumber } from './decimal';
import type { Fault } from './fault';

type Guarded = Pick<Dataset, 'sensitive' | 'record'>;

/** Indices of arrays are no names: `items[3].note` is the path `items.note`. */
const named = (path: string): string => path.replace(/\[\d+\]/g, '');

const within = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);

/** Whether a value at this path could show a sensitive one: it is that, is in that, or holds that. */
export function isSensitive({ sensitive }: Pick<Dataset, 'sensitive'>, path: string): boolean {
  if (sensitive === undefined) return false;
  return path === '' || sensitive.some((guarded) => within(named(path), guarded) || within(guarded, named(path)));
}

/**
 * What a rejected row of a dataset with sensitive members may keep: the members that its schema knows, without the
 * sensitive ones. A member that no schema knows could be anything, the address under another name too.
 */
export const redactedRow = (dataset: Guarded, value: unknown): unknown =>
  keptOf(dataset.record as unknown as Structure, value, '', new Set(dataset.sensitive));

interface Structure {
  readonly _tag?: string;
  readonly props?: Readonly<Record<string, Structure>>;
  readonly type?: Structure;
}

function keptOf(type: Structure, value: unknown, path: string, sensitive: ReadonlySet<string>): unknown {
  if (type._tag === 'InterfaceType' && type.props) return membersOf(type.props, value, path, sensitive);
  if (type._tag === 'ArrayType' && type.type) {
    const elements = type.type;
    // Text where a list should be could hold all of it.
    if (!Array.isArray(value)) return undefined;
    return value.map((element) => keptOf(elements, element, path, sensitive) ?? null);
  }
  if (value instanceof Decimal) return value.text;
  if (value instanceof UnstorableNumber) return value.literal;
  return typeof value === 'object' && value !== null ? undefined : value;
}

function membersOf(
  props: Readonly<Record<string, Structure>>,
  value: unknown,
  path: string,
  sensitive: ReadonlySet<string>,
): object | undefined {
  // Text where an object should be could hold all of it.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const kept = Object.entries(props).flatMap(([name, type]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (sensitive.has(here) || !Object.hasOwn(value, name)) return [];
    const member = keptOf(type, (value as Record<string, unknown>)[name], here, sensitive);
    return member === undefined ? [] : [[name, member] as const];
  });
  return Object.fromEntries(kept);
}

/** Of a row that could not even be read nothing is told but which rule it broke: its faults may quote it. */
export const redactedFaults = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map(({ code }) => ({
    code,
    path: '',
    message: `The row breaks the rule ${code}. Its text is not kept, since the dataset holds personal data: look at the file.`,
  }));

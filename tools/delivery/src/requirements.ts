import type { AssembledStack } from './assembly';

/** A resource that a row names: its type, how its logical id begins, and what a property holds. */
export interface NamedResource {
  readonly text: string;
  readonly type: string;
  /** `*` is any. */
  readonly logicalId: string;
  readonly property?: string;
  readonly value?: string;
  /** In every stack without it. */
  readonly region?: string;
}

export interface Requirement {
  readonly requirement: string;
  /** Why it is not there yet: the topic of its issue. */
  readonly open?: string;
  readonly code: readonly string[];
  readonly resources: readonly NamedResource[];
  readonly tests: readonly string[];
}

const HEAD = /^\| requirement +\| code +\| template +\| test +\|$/;
const OPEN = /^\*\*open\*\*: (.+)$/;
const RESOURCE = /^(AWS::\w+::\w+) (\S+?)(?: ([^@\s=]+)(?:=(\S+))?)?(?: @(\S+))?$/;

const spans = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

function readResource(text: string): NamedResource {
  const [, type, logicalId, property, value, region] = RESOURCE.exec(text) ?? [];
  if (type === undefined || logicalId === undefined)
    throw new Error(`"${text}" is not a resource: write its type and logical id.`);
  return {
    text,
    type,
    logicalId,
    ...(property === undefined ? {} : { property }),
    ...(value === undefined ? {} : { value }),
    ...(region === undefined ? {} : { region }),
  };
}

/** The rows of a page's tables of requirements. */
export function readRequirements(page: string): readonly Requirement[] {
  const rows: Requirement[] = [];
  let within = false;
  for (const line of page.split('\n')) {
    if (HEAD.test(line)) within = true;
    else if (!line.startsWith('|')) within = false;
    else if (within && !/^[|\s-]+$/.test(line)) {
      const [requirement = '', code = '', template = '', test = ''] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      const [, open] = OPEN.exec(code) ?? [];
      rows.push({
        requirement,
        ...(open === undefined ? {} : { open }),
        code: open === undefined ? spans(code) : [],
        resources: spans(template).map(readResource),
        tests: spans(test),
      });
    }
  }
  return rows;
}

/** Whether a property is there at a path, and holds the value if one is given; of a list any element may be it. */
function holds(value: unknown, path: readonly string[], expected: string | undefined): boolean {
  if (Array.isArray(value)) return value.some((element) => holds(element, path, expected));
  const [name, ...rest] = path;
  if (name === undefined) return expected === undefined ? value !== undefined : String(value) === expected;
  return typeof value === 'object' && value !== null && holds((value as Record<string, unknown>)[name], rest, expected);
}

/** The regions in which there is no such resource. */
export function missingIn(stacks: readonly AssembledStack[], named: NamedResource): readonly string[] {
  const { type, logicalId, property, value, region } = named;
  return stacks
    .filter((stack) => region === undefined || stack.region === region)
    .filter(
      ({ template }) =>
        !Object.entries(template.Resources).some(
          ([id, { Type, Properties }]) =>
            Type === type &&
            (logicalId === '*' || id.startsWith(logicalId)) &&
            (property === undefined || holds(Properties, property.split('.'), value)),
        ),
    )
    .map((stack) => stack.region);
}

import { gunzipSync } from 'node:zlib';
import type { SimulatedBucket } from '../cloud/simulated-bucket';
import { RETRIES } from '../world/auditing';
import type { Ended } from './ended';
import { contentText, identityOf, readable, type ToldChange } from './trail-line';
import type { TrailWatch } from './watch-trail';

/** The merged trails have the line of each change and no other; each trail alone tells the table of its region. */
export function checkTrail({ table, auditing, changes }: Ended): string[] {
  const problems = [...changes.problems];
  const told = new Set<ToldChange>();
  const strange = new Map<string, ToldChange | undefined>();
  for (const { region, trail } of auditing.regions) {
    const last = new Map<string, ToldChange>();
    for (const line of linesOf(trail, problems)) {
      const change = changes.lines.get(line) ?? strangeLine(line, changes, strange);
      if (change === undefined) continue;
      told.add(change);
      const before = last.get(change.key);
      if (before === undefined || isAbove(change, before)) last.set(change.key, change);
    }
    problems.push(...checkFold(region, last, table.items(region)));
  }
  for (const [line, change] of strange) problems.push(wrong(line, change));
  for (const change of changes.expected.values()) {
    if (!told.has(change)) problems.push(`no entry of ${readable(change.identity)}`);
  }
  return [...problems, ...checkFailures(auditing)];
}

/** A line that should not be there is noted; where it is of a change that should be told, it stands for that. */
function strangeLine(
  line: string,
  { expected }: TrailWatch,
  strange: Map<string, ToldChange | undefined>,
): ToldChange | undefined {
  const change = expected.get(identityOfLine(line));
  strange.set(line, change);
  return change;
}

const wrong = (line: string, change: ToldChange | undefined): string =>
  change === undefined
    ? `an entry of what never was: ${readable(identityOfLine(line))}`
    : `the entry of ${readable(change.identity)} ${difference(change.line, line)}`;

/** Where two texts part, in words. */
function difference(right: string, wrong: string): string {
  let at = 0;
  while (right[at] === wrong[at]) at += 1;
  const from = Math.max(0, at - BEFORE);
  return `says ${wrong.slice(from, at + AFTER)} where it should say ${right.slice(from, at + AFTER)}`;
}
const [BEFORE, AFTER] = [30, 50];

function identityOfLine(line: string): string {
  try {
    const { recordId, timestamp, action, revision } = JSON.parse(line) as Readonly<Record<string, string>>;
    return identityOf(`${recordId}\u0000${timestamp}`, String(action), String(revision));
  } catch {
    return `no JSON: ${line}`;
  }
}

const isAbove = (one: ToldChange, other: ToldChange): boolean =>
  one.revision === other.revision ? one.action !== 'WRITTEN' : one.revision > other.revision;

function linesOf(trail: SimulatedBucket, problems: string[]): string[] {
  return trail.keys().flatMap((key) => {
    if (trail.versionsOf(key).length > 1) problems.push(`${key} was written over`);
    if (!key.startsWith('entries/')) return [];
    return gunzipSync(trail.get({ Key: key }).version.body)
      .toString()
      .trimEnd()
      .split('\n');
  });
}

function checkFold(
  region: string,
  last: ReadonlyMap<string, ToldChange>,
  items: ReturnType<Ended['table']['items']>,
): string[] {
  const told = [...last].filter(([, { action }]) => action === 'WRITTEN');
  const different = told.filter(([key, change]) => {
    const item = items.get(key)?.item;
    return item === undefined || (item !== change.item && contentText(item) !== contentText(change.item));
  });
  const untold = [...items.keys()].filter((key) => !last.has(key) && !key.startsWith('poison#'));
  return [
    ...different.map(([key]) => `the trail of ${region} tells another ${readable(key)} than the table has`),
    ...untold.map((key) => `the trail of ${region} does not know ${readable(key)}`),
  ];
}

/** In each region what nobody understands was given up, whole and after all its tries, and nothing else. */
function checkFailures({ regions, poison }: Ended['auditing']): string[] {
  return regions.flatMap(({ region, mapping: { failures } }) => {
    const given = failures.map(({ record }) =>
      String((record.change.newImage ?? record.change.oldImage)?.['recordId']),
    );
    return [
      ...given.filter((id) => !poison.has(id)).map((id) => `${region} gave up ${id}, which can be understood`),
      ...[...poison].filter((id) => !given.includes(id)).map((id) => `${region} lost ${id} instead of giving it up`),
      ...failures
        .filter(({ tries }) => tries <= RETRIES)
        .map(({ record, tries }) => `${region} gave up ${readable(record.key)} after ${tries} tries`),
    ];
  });
}

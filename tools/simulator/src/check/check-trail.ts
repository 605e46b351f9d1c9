import { gunzipSync } from 'node:zlib';
import type { SimulatedBucket } from '../cloud/simulated-bucket';
import { imageOf } from '../cloud/wire';
import { RETRIES } from '../world/auditing';
import type { Ended } from './ended';
import { contentText, identityOf, readable, revisionText } from './watch-trail';

/** A line of the trail, as the data contract describes it. */
interface Line {
  readonly entryId: string;
  readonly action: string;
  readonly recordId: string;
  readonly timestamp: string;
  readonly revision: string;
  readonly image?: Readonly<Record<string, object>>;
}

/** What a line comes to. */
interface Told extends Line {
  readonly key: string;
  readonly identity: string;
  readonly content: string;
}

/** The merged trails have one entry of each change and no other; each trail alone tells the table of its region. */
export function checkTrail({ table, auditing, changes }: Ended): string[] {
  const problems = [...changes.problems];
  /** By their bytes: what both regions saw is the same line. */
  const lines = new Map<string, Told>();
  for (const { region, trail } of auditing.regions) {
    const last = new Map<string, Told>();
    for (const text of linesOf(trail, problems)) {
      let told = lines.get(text);
      if (told === undefined) lines.set(text, (told = read(text)));
      const before = last.get(told.key);
      if (before === undefined || isAbove(told, before)) last.set(told.key, told);
    }
    problems.push(...checkFold(region, last, table.items(region)));
  }
  const entries = new Map<string, Told>();
  const ids = new Map<string, string>();
  for (const told of lines.values()) {
    const { identity, entryId } = told;
    if (entries.has(identity)) problems.push(`${readable(identity)} has two entries that differ`);
    entries.set(identity, told);
    const other = ids.get(entryId) ?? identity;
    ids.set(entryId, identity);
    if (other !== identity) problems.push(`${entryId} is of ${readable(other)} and of ${readable(identity)}`);
    if (!changes.expected.has(identity)) problems.push(`an entry of what never was: ${readable(identity)}`);
  }
  for (const [identity, content] of changes.expected) {
    const told = entries.get(identity);
    if (told === undefined) problems.push(`no entry of ${readable(identity)}`);
    else if (told.content !== content) problems.push(`the entry of ${readable(identity)} says something else`);
  }
  return [...problems, ...checkFailures(auditing)];
}

function read(text: string): Told {
  const line = JSON.parse(text) as Line;
  const content = line.image === undefined ? '' : contentText(line.image);
  return { ...line, key: `${line.recordId}\u0000${line.timestamp}`, identity: identityOfLine(line), content };
}

const isAbove = (one: Line, other: Line): boolean =>
  one.revision === other.revision ? one.action !== 'WRITTEN' : one.revision > other.revision;

/** Receipts count in ten digits; of what has no revision the content tells. */
function identityOfLine({ recordId, timestamp, action, revision, image }: Line): string {
  const count = /^\d{10}$/.test(revision) ? String(Number(revision)) : revision;
  const of = image === undefined || image['revision'] !== undefined ? count : revisionText(image);
  return identityOf(`${recordId}\u0000${timestamp}`, action, of);
}

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
  last: ReadonlyMap<string, Told>,
  items: ReturnType<Ended['table']['items']>,
): string[] {
  const told = [...last].filter(([, { action }]) => action === 'WRITTEN');
  const wrong = told.filter(([key, { content }]) => {
    const item = items.get(key)?.item;
    return item === undefined || content !== contentText(imageOf(item));
  });
  const untold = [...items.keys()].filter((key) => !last.has(key) && !key.startsWith('poison#'));
  return [
    ...wrong.map(([key]) => `the trail of ${region} tells another ${readable(key)} than the table has`),
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

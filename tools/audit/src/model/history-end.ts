import { canonicalJson, contentOf, type Entry, foldEntries, type Image, TrailMerge } from '@pipeline/audit-trail';
import { judge } from '@pipeline/record-schema';
import { isLeft } from 'fp-ts/Either';
import { GlobalTable } from './global-table';
import { Random } from './random';
import { KEY, REJECTED_KEY, type Row, writeOnce } from './rows';

/** What the auditors of both regions have written into their trails. */
export class EntriesSeen {
  readonly #merge = new TrailMerge();
  readonly #trails: readonly Map<string, Entry>[] = [new Map(), new Map()];
  /** Two contents under one identity. */
  conflict: string | undefined;

  add(region: number, entry: Entry): void {
    if (this.#merge.add(entry) === 'conflict') this.conflict = `two contents of revision ${entry.revision}`;
    this.#trails[region]?.set(entry.entryId, entry);
  }

  counts = (): readonly number[] => this.#trails.map(({ size }) => size);

  /** Each region's trail, and both together. */
  all(): readonly (readonly [whose: string, entries: readonly Entry[]])[] {
    const [east, west] = this.#trails.map((trail) => [...trail.values()]);
    const both = new Map(this.#trails.flatMap((trail) => [...trail]));
    return [
      ['region 0', east ?? []],
      ['region 1', west ?? []],
      ['both', [...both.values()]],
    ];
  }
}

/** What does not hold where nothing is left to happen; undefined where everything does. */
export function wrongAtEnd(
  table: GlobalTable,
  rows: readonly Row[],
  seen: EntriesSeen,
  removed: boolean,
): string | undefined {
  if (seen.conflict !== undefined) return seen.conflict;
  for (const key of [KEY, REJECTED_KEY]) {
    const [east, west] = [0, 1].map((region) => contentText(table.get(region, key)));
    if (east !== west) return `the regions differ: ${east} and ${west}`;
  }
  // Of a record that somebody removed nothing is known but that it is the same in both regions.
  return wrongOfExpiring(table, seen) ?? (removed ? undefined : wrongOfRecord(table.get(0, KEY), rows, seen));
}

function wrongOfRecord(held: Image | undefined, rows: readonly Row[], seen: EntriesSeen): string | undefined {
  const serial = serialTable(rows);
  if (canonicalJson(held?.['payload']) !== canonicalJson(serial?.['payload'])) {
    return `another payload than the serial run: ${contentText(held)}`;
  }
  if (contentText(held) !== contentText(serial)) return `another item than the serial run: ${contentText(held)}`;
  for (const [whose, entries] of seen.all()) {
    const folded = [...foldEntries(entries).values()].find(({ recordId }) => recordId === KEY);
    if (contentText(folded?.image) !== contentText(held)) return `the folded trail of ${whose} is not the table`;
  }
  return undefined;
}

/** A row that is there has its entry in every trail; of one whose time was over some trail tells so, and none of a removal. */
function wrongOfExpiring(table: GlobalTable, seen: EntriesSeen): string | undefined {
  const there = table.get(0, REJECTED_KEY) !== undefined;
  for (const [whose, entries] of seen.all()) {
    const actions = new Set(entries.filter(({ recordId }) => recordId === REJECTED_KEY).map(({ action }) => action));
    if (there && !actions.has('WRITTEN')) return `the trail of ${whose} does not have the row that expires`;
    if (actions.has('REMOVED')) return `the trail of ${whose} calls an expiry a removal`;
    const gone = whose === 'both' && !there && actions.has('WRITTEN');
    if (gone && !actions.has('EXPIRED')) return 'no trail tells that the row expired';
  }
  return undefined;
}

/** The item after the rows were written one after the other, by revision, in one region. */
function serialTable(rows: readonly Row[]): Image | undefined {
  const table = new GlobalTable(new Random(0));
  for (const row of rows) {
    let next: 'put' | 'renew' | undefined = 'put';
    while (next !== undefined) {
      const judgement: ReturnType<typeof judge> = writeOnce(table, 0, row, next, judge);
      next = 'next' in judgement ? judgement.next : undefined;
    }
  }
  return table.get(0, KEY);
}

function contentText(image: Image | undefined): string {
  if (image === undefined) return 'nothing';
  const content = contentOf(image);
  return isLeft(content) ? content.left : canonicalJson(content.right);
}

import {
  canonicalJson,
  contentOf,
  foldEntries,
  type Entry,
  type Image,
  repairOf,
  toEntry,
  TrailMerge,
} from '@pipeline/audit-trail';
import { judge } from '@pipeline/record-schema';
import { isLeft } from 'fp-ts/Either';
import { GlobalTable } from './global-table';
import { Random } from './random';
import { KEY, REJECTED_KEY, rejectedRow, type Row, rowOf, standingOf, writeOnce } from './rows';

/** The two rules on which convergence rests; a test puts a wrong one in their place. */
export interface Rules {
  readonly repair: typeof repairOf;
  readonly judge: typeof judge;
}
export const REAL: Rules = { repair: repairOf, judge };

export interface HistoryEnd {
  /** What is wrong; undefined where everything holds. */
  readonly wrong?: string;
  readonly repairs: number;
  readonly steps: number;
}

const MAX_WRITERS = 4;
const CONTENTS = ['a', 'b', 'c'];
/** No history of a rule that ends comes near. */
const MAX_STEPS = 3_000;

interface Writer {
  region: number;
  readonly row: Row | undefined;
  next: 'put' | 'renew' | 'done';
}

/**
 * One history by its seed: up to four writers of one key in two regions, a rejected row beside it; at each step anything
 * that may happen next does: a write, a replicated write, an auditor's record, a fault. Faults end, the rest goes on
 * until nothing is left to do. Then the tables must be equal to that of a serial run in the order of the revisions.
 */
export class History {
  readonly #random: Random;
  readonly #table: GlobalTable;
  readonly #writers: Writer[];
  readonly #rows: readonly Row[];
  readonly #positions = [0, 0];
  readonly #merge = new TrailMerge();
  readonly #entries: Entry[] = [];
  readonly #removesRecord: boolean;
  #removed = false;
  #partitioned: boolean;
  #faults: number;
  #repairs = 0;
  #conflict: string | undefined;

  constructor(
    seed: number,
    private readonly rules: Rules = REAL,
  ) {
    this.#random = new Random(seed);
    this.#table = new GlobalTable(this.#random);
    this.#partitioned = this.#random.onceIn(3);
    this.#faults = this.#random.below(12);
    this.#removesRecord = this.#random.onceIn(4);
    const count = 1 + this.#random.below(MAX_WRITERS);
    this.#rows = Array.from({ length: count }, (_, index) =>
      rowOf(index + 1, CONTENTS[this.#random.below(CONTENTS.length)] ?? ''),
    );
    this.#writers = [...this.#rows, undefined].map((row) => ({ row, region: this.#random.below(2), next: 'put' }));
  }

  run(): HistoryEnd {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const possible = this.#possible();
      const step = possible[this.#random.below(possible.length)];
      if (step === undefined) {
        const wrong = this.#check();
        return { repairs: this.#repairs, steps, ...(wrong === undefined ? {} : { wrong }) };
      }
      step();
    }
    return { repairs: this.#repairs, steps: MAX_STEPS, wrong: `it does not end: ${this.#repairs} repairs` };
  }

  /** Everything that may happen next. A partition heals when nothing else is left. */
  #possible(): readonly (() => void)[] {
    const writing = this.#writers.filter(({ next }) => next !== 'done').map((writer) => () => this.#write(writer));
    const auditing = [0, 1].filter((region) => this.#recordOf(region)).map((region) => () => this.#audit(region));
    const arriving = this.#partitioned ? [] : this.#table.onTheWay.map((_, index) => () => this.#deliver(index));
    const faults = this.#faults > 0 ? [() => this.#fault()] : [];
    const steps = [...writing, ...auditing, ...arriving, ...faults];
    return steps.length === 0 && this.#partitioned ? [() => (this.#partitioned = false)] : steps;
  }

  #recordOf = (region: number) => this.#table.replicas[region]?.stream[this.#positions[region] ?? 0];

  #write(writer: Writer): void {
    const { row, region, next } = writer;
    if (row === undefined) {
      if (this.#table.get(region, REJECTED_KEY) === undefined) this.#table.write(region, REJECTED_KEY, rejectedRow);
      writer.next = 'done';
    } else if (next !== 'done') {
      const judgement = writeOnce(this.#table, region, row, next, this.rules.judge);
      writer.next = 'outcome' in judgement ? 'done' : judgement.next;
    }
  }

  /** One record of a region's stream: entry, repair, checkpoint; a crash is a step back of the position. */
  #audit(region: number): void {
    const record = this.#recordOf(region);
    if (record === undefined) return;
    const entry = toEntry(record);
    if (isLeft(entry)) this.#conflict = entry.left;
    else if (entry.right) {
      const merged = this.#merge.add(entry.right);
      if (merged === 'new') this.#entries.push(entry.right);
      if (merged === 'conflict') this.#conflict = `two contents of revision ${entry.right.revision}`;
    }
    const repair = this.rules.repair(record, String(region), 0);
    const standing = standingOf(this.#table.get(region, KEY))?.revision;
    if (repair && standing !== undefined && standing < repair.revision) {
      this.#table.write(region, KEY, repair.item);
      this.#repairs += 1;
    }
    this.#positions[region] = (this.#positions[region] ?? 0) + 1;
  }

  #deliver(index: number): void {
    const [message] = this.#table.onTheWay.splice(index, 1);
    if (message) this.#table.deliver(message);
  }

  #fault(): void {
    this.#faults -= 1;
    const region = this.#random.below(2);
    const some = <T>(all: readonly T[]): T | undefined => all[this.#random.below(all.length)];
    const faults = [
      () => (this.#partitioned = !this.#partitioned),
      // A clock that is ahead.
      () => ((this.#table.replicas[region] ?? { clock: 0 }).clock += this.#random.below(20)),
      // An auditor that crashed: its last records come again.
      () => (this.#positions[region] = Math.max(0, (this.#positions[region] ?? 0) - 1 - this.#random.below(3))),
      () => {
        // A lost acknowledgement, a crash, a redelivery or a replay in the other region.
        const writer = some(this.#writers);
        if (writer) Object.assign(writer, { next: 'put', region });
      },
      () => {
        const message = some(this.#table.onTheWay);
        if (message && !this.#partitioned) this.#table.deliver(message);
      },
      () => this.#remove(region, REJECTED_KEY),
      () => {
        if (this.#removesRecord) this.#removed = this.#remove(region, KEY) || this.#removed;
      },
    ];
    some(faults)?.();
  }

  #remove(region: number, key: string): boolean {
    const there = this.#table.get(region, key) !== undefined;
    if (there) this.#table.write(region, key, undefined);
    return there;
  }

  #check(): string | undefined {
    if (this.#conflict !== undefined) return this.#conflict;
    for (const key of [KEY, REJECTED_KEY]) {
      const [east, west] = [0, 1].map((region) => contentText(this.#table.get(region, key)));
      if (east !== west) return `the regions differ: ${east} and ${west}`;
    }
    const [held] = [this.#table.get(0, KEY)];
    // Of a record that somebody removed nothing is known but that it is the same in both regions.
    if (this.#removed) return undefined;
    const serial = serialTable(this.#rows);
    if (canonicalJson(held?.['payload']) !== canonicalJson(serial?.['payload'])) {
      return `another payload than the serial run: ${contentText(held)}`;
    }
    if (contentText(held) !== contentText(serial)) return `another item than the serial run: ${contentText(held)}`;
    const folded = [...foldEntries(this.#entries).values()].find(({ recordId }) => recordId === KEY);
    return contentText(folded?.image) === contentText(held) ? undefined : 'the folded trails are not the table';
  }
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

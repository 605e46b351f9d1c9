import { repairOf, toEntry } from '@pipeline/audit-trail';
import { judge } from '@pipeline/record-schema';
import { isLeft } from 'fp-ts/Either';
import { type Choices, oneOf } from './choices';
import { GlobalTable } from './global-table';
import { EntriesSeen, wrongAtEnd } from './history-end';
import { KEY, REJECTED_KEY, rejectedRow, type Row, rowOf, standingOf, writeOnce } from './rows';
import { type Scope, WIDE } from './scope';

/** The rules on which convergence rests; a test puts a wrong one in their place. */
export interface Rules {
  readonly repair: typeof repairOf;
  readonly judge: typeof judge;
  /** Whether a repair of a revision goes over what stands; without a revision nothing does. */
  readonly putsBack: (standing: string | undefined, revision: string) => boolean;
}
export const REAL: Rules = {
  repair: repairOf,
  judge,
  putsBack: (standing, revision) => standing !== undefined && standing < revision,
};

export interface HistoryEnd {
  /** What is wrong; undefined where everything holds. */
  readonly wrong?: string;
  readonly repairs: number;
  readonly steps: number;
}

/** No history of a rule that ends comes near. */
const MAX_STEPS = 3_000;

interface Writer {
  region: number;
  readonly row: Row | undefined;
  next: 'put' | 'renew' | 'done';
}

/**
 * One history: some writers of one key in two regions, a row that expires beside it; at each step anything that may
 * happen next does: a write, a replicated write, an auditor's record, a fault. Faults end, the rest goes on until
 * nothing is left to do. Then the tables must be equal to that of a serial run in the order of the revisions.
 */
export class History {
  readonly #table: GlobalTable;
  readonly #writers: Writer[];
  readonly #rows: readonly Row[];
  readonly #positions = [0, 0];
  readonly #seen = new EntriesSeen();
  readonly #removesRecord: boolean;
  #removed = false;
  #partitioned: boolean;
  #faults: number;
  #repairs = 0;

  constructor(
    private readonly choices: Choices,
    private readonly rules: Rules = REAL,
    private readonly scope: Scope = WIDE,
  ) {
    this.#table = new GlobalTable(choices);
    this.#partitioned = scope.partitions && choices.onceIn(3);
    this.#faults = choices.below(scope.faultsBelow);
    this.#removesRecord = this.#faults > 0 && choices.onceIn(4);
    const count = Math.min(scope.writers, 1 + choices.below(scope.writers));
    this.#rows = Array.from({ length: count }, (_, index) => rowOf(index + 1, oneOf(choices, scope.contents) ?? ''));
    const rows = scope.expiringRow ? [...this.#rows, undefined] : this.#rows;
    this.#writers = rows.map((row) => ({ row, region: choices.below(2), next: 'put' }));
  }

  /** @param known whether a history was in this state before: what may follow was looked at then, and this one ends here */
  run(known: (state: () => string) => boolean = () => false): HistoryEnd {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      if (known(() => this.#state())) return { repairs: this.#repairs, steps };
      const possible = this.#possible();
      const step = possible.length === 0 ? undefined : oneOf(this.choices, possible);
      if (step === undefined) {
        const wrong = wrongAtEnd(this.#table, this.#rows, this.#seen, this.#removed);
        return { repairs: this.#repairs, steps, ...(wrong === undefined ? {} : { wrong }) };
      }
      step();
    }
    return { repairs: this.#repairs, steps: MAX_STEPS, wrong: `it does not end: ${this.#repairs} repairs` };
  }

  /** All on which what follows depends. An auditor's entries are those of its stream, up to the furthest that it came. */
  #state(): string {
    const { replicas, onTheWay } = this.#table;
    return JSON.stringify([
      replicas.map(({ slots, stream, clock }) => [[...slots], stream, clock]),
      onTheWay.map((message) => JSON.stringify(message)).sort(),
      this.#writers,
      this.#positions,
      this.#seen.counts(),
      [this.#partitioned, this.#faults, this.#removesRecord, this.#removed],
    ]);
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
    if (isLeft(entry)) throw new Error(`The model writes what has no entry: ${entry.left}.`);
    if (entry.right) this.#seen.add(region, entry.right);
    const repair = this.rules.repair(record, String(region), 0);
    const standing = standingOf(this.#table.get(region, KEY))?.revision;
    if (repair && this.rules.putsBack(standing, repair.revision)) {
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
    const region = this.choices.below(2);
    const { scope, choices } = this;
    const faults = [
      // A clock that is ahead.
      () => ((this.#table.replicas[region] ?? { clock: 0 }).clock += oneOf(choices, scope.clockAhead) ?? 0),
      // An auditor that crashed: its last records come again.
      () => (this.#positions[region] = Math.max(0, (this.#positions[region] ?? 0) - 1 - choices.below(3))),
      () => {
        // A lost acknowledgement, a crash, a redelivery or a replay in the other region.
        const writer = oneOf(choices, this.#writers);
        if (writer) Object.assign(writer, { next: 'put', region });
      },
      () => {
        const message = this.#partitioned ? undefined : oneOf(choices, this.#table.onTheWay);
        if (message) this.#table.deliver(message);
      },
      () => this.#remove(region, REJECTED_KEY),
      () => {
        if (this.#removesRecord) this.#removed = this.#remove(region, KEY) || this.#removed;
      },
      ...(scope.partitions ? [() => (this.#partitioned = !this.#partitioned)] : []),
    ];
    oneOf(choices, faults)?.();
  }

  #remove(region: number, key: string): boolean {
    const there = this.#table.get(region, key) !== undefined;
    if (there) this.#table.write(region, key, undefined);
    return there;
  }
}

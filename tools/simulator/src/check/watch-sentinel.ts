import type { Attributes } from '../cloud/value';

type Status = 'AVAILABLE' | 'LOST';

/** What a sentinel remembers, as far as it is judged. */
export interface SavedState {
  readonly regions: Readonly<Record<string, { readonly status: Status }>>;
  readonly catchUp?: {
    /** Ticks until the next walk; 1 after a page that failed. */
    readonly pause: number;
    readonly cursor?: { readonly key: string; readonly versionId?: string };
  };
}

export interface Limits {
  /** Ticks in a row after which a region is lost, and after which it is back. */
  readonly lostAfterTicks: number;
  readonly backAfterTicks: number;
  /** Milliseconds for which nobody must have touched a receipt that is ended as stalled. */
  readonly untouched: number;
}

/** Milliseconds for which an invocation may go on from what it has read and is not so any more. */
const OVERTAKEN_WITHIN = 10_000;

/** Ticks that begin closer to each other are one minute's, which came late or twice. */
const SAME_MINUTE = 25_000;

/** Milliseconds that a tick's probes take at most. */
const PROBES = 5_000;

/** What a tick says of the regions, as its metrics have it. */
export type Said = Readonly<Record<string, boolean>>;

/** Ticks in a row that said the same of a region. */
interface Row {
  readonly isThere: boolean;
  readonly ticks: number;
}

const NONE: Row = { isThere: true, ticks: 0 };

interface Tick {
  readonly outcome: 'returned' | 'failed' | 'died';
  /** Virtual milliseconds. */
  readonly began: number;
  /** While the tick looked at it, the table answered nobody. */
  readonly dead?: { readonly from: number; readonly to: number };
  /** Whether the processor is fed at its end. */
  readonly isFed: boolean;
}

const placeOf = (state: SavedState | undefined): string => JSON.stringify(state?.catchUp?.cursor ?? null);

/** Watches one sentinel from outside: what it saves, lists, ends and says of itself. */
export class SentinelWatch {
  readonly problems: string[] = [];
  /** Ticks that said what is there, and those that came to an end, be it a failure. */
  #reports = 0;
  #ended = 0;
  /** By region, the last ticks of those that saved what they said: no other can be remembered. */
  readonly #rows = new Map<string, Row>();
  #place = placeOf(undefined);
  /** The places that it has left, and when: at virtual milliseconds. */
  readonly #left = new Map<string, number>();
  #sawLastPage = false;
  /** When the ticks of this outage began that found a dead table. */
  #silent: number[] = [];

  constructor(
    private readonly region: string,
    private readonly limits: Limits,
  ) {}

  /** A tick says which regions are there. */
  says(): void {
    this.#reports += 1;
  }

  /**
   * Whatever dies before it saves, is overtaken by another or can't reach the table is not in the row; ticks that come late or
   * twice and save are.
   *
   * @param said by the tick whose first save this is; undefined of any other save
   * @returns the changes of regions that people must hear of
   */
  saves(before: SavedState | undefined, after: SavedState, said: Said | undefined, now: number): readonly string[] {
    for (const [region, isThere] of Object.entries(said ?? {})) {
      const row = this.#rows.get(region);
      this.#rows.set(region, { isThere, ticks: row?.isThere === isThere ? row.ticks + 1 : 1 });
    }
    const place = placeOf(after);
    if (place !== this.#place) this.#left.set(this.#place, now);
    this.#place = place;
    const wasWalking = before?.catchUp?.pause === 0;
    if (wasWalking && (after.catchUp?.pause ?? 0) > 1) {
      if (!this.#sawLastPage) this.#say('ended a walk through the lost bucket before its last page');
      this.#sawLastPage = false;
    }
    return Object.entries(after.regions).flatMap(([region, { status }]) => {
      const held = before?.regions[region]?.status ?? 'AVAILABLE';
      this.#judge(region, held, status, said !== undefined);
      return status === held ? [] : [`${this.region}: ${region} is ${status === 'LOST' ? 'lost' : 'back'}`];
    });
  }

  /** A page of the lost bucket, from a place on. */
  lists(from: { readonly key: string; readonly versionId?: string } | undefined, isLast: boolean, now: number): void {
    if (isLast) this.#sawLastPage = true;
    const place = JSON.stringify(from ?? null);
    const isOvertaken = now - (this.#left.get(place) ?? -Infinity) < OVERTAKEN_WITHIN;
    if (place !== this.#place && !isOvertaken) this.#say(`walked on from ${place}, and had come to ${this.#place}`);
  }

  /** Ends a receipt as stalled. @param now milliseconds since 1970 */
  ends(receipt: Attributes, elsewhere: Attributes | undefined, now: number): void {
    const isComplete = String(elsewhere?.['processingStatus']).startsWith('COMPLETED');
    if (isComplete && now - Number(elsewhere?.['completedAt']) > OVERTAKEN_WITHIN) {
      this.#say(`ended ${receipt['recordId']} as stalled, which the other region has completed`);
    }
    const untouched = now - Number(receipt['processedAt']);
    if (untouched > this.limits.untouched) return;
    this.#say(`ended ${receipt['recordId']} as stalled, which was touched ${Math.round(untouched / 1_000)} s before`);
  }

  /** A tick is over. Of those that die or fail only the report is judged: the next goes on from what they left. */
  ticked({ outcome, began, dead, isFed }: Tick): void {
    if (outcome !== 'died') this.#ended += 1;
    if (this.#ended > this.#reports) {
      this.#ended = this.#reports;
      this.#say('ended a tick without a word of which region is there');
    }
    if (outcome !== 'returned' || !dead || began < dead.from || began + PROBES > dead.to) return;
    const latest = this.#silent.at(-1);
    if (latest !== undefined && began - latest < SAME_MINUTE) return;
    this.#silent = [...this.#silent.filter((other) => other >= dead.from), began];
    if (this.#silent.length >= 2 && isFed) {
      this.#say(`still feeds the processor after ${this.#silent.length} ticks that found the table dead`);
    }
  }

  #judge(region: string, before: Status, after: Status, isTicks: boolean): void {
    const { isThere, ticks } = this.#rows.get(region) ?? NONE;
    const contrary = isThere === (before === 'LOST') ? ticks : 0;
    const needed = before === 'LOST' ? this.limits.backAfterTicks : this.limits.lostAfterTicks;
    const isDue = isTicks && contrary >= needed;
    if (isDue === (after !== before)) return;
    const word = { LOST: 'lost', AVAILABLE: 'there' }[after];
    const said = isTicks ? `${contrary} ticks in a row that said otherwise` : 'no tick of its own';
    this.#say(`${isDue ? 'still ' : ''}held ${region} to be ${word} after ${said}, and ${needed} are needed`);
  }

  #say(what: string): void {
    this.problems.push(`the sentinel of ${this.region} ${what}`);
  }
}

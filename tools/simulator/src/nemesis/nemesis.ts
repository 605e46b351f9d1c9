import type { Random } from '../engine/random';
import { accessDenied, connectionReset, forbidden, serverFault, throttled, timedOut } from '../cloud/aws-error';
import { type FaultId, injectable } from './fault-classes';

/** One call on its way from an execution environment to a service. */
export interface Call {
  readonly service: 'table' | 's3' | 'sqs' | 'secrets' | 'lambda' | 'sns' | 'sts';
  /** Where it is served. */
  readonly region: string;
  readonly operation: string;
  /** What is addressed: a recordId, an object's key, a queue. */
  readonly target: string;
  /** The connection was idle while its environment was frozen. */
  readonly stale: boolean;
}

/** What becomes of a call. */
export type Fate =
  | { readonly kind: 'served' }
  /** Refused, without effect. */
  | { readonly kind: 'refused'; readonly error: Error; readonly after?: number }
  /** Done, and the answer lost. */
  | { readonly kind: 'unanswered'; readonly error: Error }
  /** The process ends before the call leaves it, or when its answer should come. */
  | { readonly kind: 'killed'; readonly done: boolean };

/** Milliseconds after which a caller takes a service that does not answer for gone, if it has no timeout of its own. */
const SILENCE = 2_000;

const SERVED: Fate = { kind: 'served' };

export interface Window {
  readonly id: FaultId;
  readonly service: Call['service'];
  /** Of one region only. */
  readonly region?: string;
  readonly from: number;
  readonly to: number;
}

export interface NemesisOptions {
  /** Those that may be injected at all. */
  readonly faults: readonly FaultId[];
  /** Each of them with this probability; the others never in this run. */
  readonly share: number;
  /** Probability of a fault of one call; drawn by the seed where it is not given. */
  readonly rate?: number;
  /** All calls of a service throttled, whatever else the run has. */
  readonly storm?: Pick<Window, 'service' | 'from' | 'to'>;
  /** Virtual milliseconds after which no fault is injected any more. */
  readonly until: number;
}

/** Ruins the run of one seed: which faults, how often and when is the seed's choice. Counts what it did. */
export class Nemesis {
  readonly hits = new Map<FaultId, number>();
  /** The fault classes that take part in this run. */
  readonly active: ReadonlySet<FaultId>;
  readonly #windows: Window[];
  readonly #rate: number;
  readonly #hotPartition: number;

  constructor(
    private readonly random: Random,
    private readonly options: NemesisOptions,
    private readonly now: () => number,
  ) {
    const faults = injectable.filter((id) => options.faults.includes(id));
    this.active = new Set(faults.filter(() => random.chance(options.share)));
    this.#rate = options.rate ?? random.pick([0.002, 0.01, 0.05, 0.15]);
    this.#hotPartition = random.below(8);
    const storm = (id: FaultId, services: readonly Call['service'][], longest: number): Window[] => {
      if (!this.active.has(id)) return [];
      const from = random.between(0, 5_000);
      return [{ id, service: random.pick(services), from, to: from + random.between(200, longest) }];
    };
    this.#windows = [
      ...(options.storm ? [{ id: 'F31' as const, ...options.storm }] : []),
      ...storm('F31', ['table', 'table', 's3', 'sqs'], 600_000),
      ...storm('F38', ['table', 's3', 'secrets'], 120_000),
      ...storm('F34', ['table'], 60_000),
    ];
  }

  /** Whether the fault belongs to this run and its time is not over. */
  has(id: FaultId): boolean {
    return this.active.has(id) && this.now() < this.options.until;
  }

  /** A service of a region answers nobody from one virtual millisecond to another. */
  silence(window: Window & { readonly region: string }): void {
    this.#windows.push(window);
  }

  hit(id: FaultId): void {
    this.hits.set(id, (this.hits.get(id) ?? 0) + 1);
  }

  /** Decides once whether the fault happens, and counts it. */
  strikes(id: FaultId, probability: number): boolean {
    if (!this.has(id) || !this.random.chance(probability)) return false;
    this.hit(id);
    return true;
  }

  /** As `strikes`, of what is done by people: also after the faults have ended. */
  struck(id: FaultId, probability: number): boolean {
    const struck = this.active.has(id) && this.random.chance(probability);
    if (struck) this.hit(id);
    return struck;
  }

  fateOf(call: Call): Fate {
    if (this.now() >= this.options.until) return SERVED;
    const refused = this.#refusal(call);
    if (refused) return refused;
    if (this.strikes('F27', this.#rate / 8)) return { kind: 'killed', done: this.random.chance(0.5) };
    if (this.strikes('F33', this.#rate / 2)) {
      return { kind: 'unanswered', error: this.random.chance(0.5) ? connectionReset() : timedOut() };
    }
    return SERVED;
  }

  #refusal(call: Call): Fate | undefined {
    for (const { id, service, region, from, to } of this.#windows) {
      if (region !== undefined && region !== call.region) continue;
      if (call.service !== service || this.now() < from || this.now() >= to) continue;
      if (id === 'F34' && partitionOf(call.target) !== this.#hotPartition) continue;
      this.hit(id);
      if (region !== undefined) return { kind: 'refused', error: timedOut(), after: SILENCE };
      return { kind: 'refused', error: id === 'F38' ? denied(service) : throttledBy(service) };
    }
    if (call.stale && this.strikes('F28', 0.5)) return { kind: 'refused', error: connectionReset() };
    if (call.target.startsWith('rejected#') && this.strikes('F36', 0.3)) {
      return { kind: 'refused', error: serverFault() };
    }
    if (call.target === 'dead-letters' && this.strikes('F37', 0.5)) return { kind: 'refused', error: serverFault() };
    if (!this.strikes('F32', this.#rate)) return undefined;
    const how = this.random.below(4);
    if (how === 0) return { kind: 'refused', error: timedOut(), after: 5_000 };
    return { kind: 'refused', error: how === 1 ? connectionReset() : serverFault() };
  }
}

const throttledBy = (service: Call['service']): Error =>
  throttled(
    service === 'table' ? 'ProvisionedThroughputExceededException' : service === 's3' ? 'SlowDown' : 'Throttling',
  );

const denied = (service: Call['service']): Error => (service === 's3' ? forbidden() : accessDenied());

function partitionOf(target: string): number {
  let hash = 7;
  for (let index = 0; index < target.length; index += 1) hash = Math.imul(hash ^ target.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % 8;
}

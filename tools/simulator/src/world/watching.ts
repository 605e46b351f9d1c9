import { AnnouncementWatch } from '../check/watch-announcements';
import type { Change } from '../cloud/simulated-table';
import type { Network } from '../cloud/travel';
import type { Random } from '../engine/random';
import type { FunctionUnderTest } from '../function/load-function';
import type { Auditing } from './auditing';
import { drawOutages, type Outages } from './outages';
import type { Processing } from './processing';
import { type Deed, Sentinel } from './sentinel';
import { RECONCILE_RULE, TICK_RULE } from './sentinel-environment';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After the last outage every breaker must have closed within: two ticks by themselves, the rest for what fails on the way. */
const CLOSES_WITHIN = 40 * MINUTE;

/** Ticks follow an outage at least so long, that breaker and views are back; an operator takes longer. */
const SETTLES_IN = 4 * MINUTE;
const OPERATED_IN = 8 * MINUTE;

/** In a history with outages the hour of the reconciliation ends within. */
const RECONCILED_WITHIN = 18 * MINUTE;

interface Options {
  readonly processing: Processing;
  readonly auditing: Auditing;
  readonly network: Network;
  readonly random: Random;
  readonly subject: FunctionUnderTest;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
}

/** The sentinels of both regions, and the outages that they are there for. They tick only in histories that have one. */
export class Watching {
  readonly sentinels: readonly Sentinel[];
  readonly outages: Outages;
  readonly announcements = new AnnouncementWatch();
  /** How often the sentinels did what they are there for. */
  readonly deeds = new Map<Deed, number>();

  constructor(private readonly options: Options) {
    const { processing, random, network } = options;
    this.sentinels = processing.services.map((_, index) => this.#sentinel(index));
    const regions = this.sentinels.map(({ region }) => region);
    this.outages = drawOutages(regions, random, network.nemesis);
    const { until, operated, loss } = this.outages;
    if (until === 0) return;
    for (const sentinel of this.sentinels) {
      this.#everyMinute(sentinel, random.between(0, MINUTE));
      this.#fire(sentinel, RECONCILE_RULE, random.between(0, RECONCILED_WITHIN));
    }
    if (operated) this.#operate(operated);
    if (loss) this.#lose(loss);
  }

  /** What a sentinel saves of itself: nobody audits it, and nobody but its watch asks for it. */
  watch(change: Change): void {
    const { region, key, local } = change;
    if (local && key.startsWith(`heartbeat#${region}#state`)) this.#of(region).saves(change);
  }

  /** The schedule's hours, when everything is well: what was never announced is found, what nobody works on is ended. */
  async reconcile(): Promise<void> {
    // A walk that dies is gone on with in the next hour.
    for (let hour = 0; hour < 2; hour += 1) {
      await this.options.network.scheduler.sleep(HOUR);
      await Promise.all(this.sentinels.map(({ schedule }) => schedule.fire(RECONCILE_RULE)));
    }
  }

  #sentinel(index: number): Sentinel {
    const { processing, network, random, subject, epoch } = this.options;
    const [home, other] = [processing.services[index], processing.services[1 - index]];
    const fed = processing.functions[index];
    if (!home || !other || !fed) throw new Error('A sentinel watches two regions.');
    const did = (deed: Deed, count: number) => void this.deeds.set(deed, (this.deeds.get(deed) ?? 0) + count);
    const { announcements } = this;
    return new Sentinel({ home, other, ...fed, network, random, subject, epoch, announcements, did });
  }

  /** Ticks come late, twice or not at all; they go on until every breaker is closed and everybody told, for so long and no longer. */
  #everyMinute(sentinel: Sentinel, at: number): void {
    const { network, random } = this.options;
    const { scheduler, nemesis } = network;
    const { until, operated } = this.outages;
    scheduler.after(at, () => {
      const over = scheduler.now - until;
      const isQuiet =
        over > (operated ? OPERATED_IN : SETTLES_IN) &&
        this.sentinels.every(({ region, mapping }) => mapping.isClosed && !this.announcements.isWaiting(region));
      if (isQuiet || over > CLOSES_WITHIN) return;
      this.#everyMinute(sentinel, MINUTE);
      if (nemesis.strikes('F43', 0.1)) return;
      const late = random.chance(0.1) ? random.between(0, 30_000) : 0;
      this.#fire(sentinel, TICK_RULE, late);
      if (nemesis.strikes('F44', 0.1)) this.#fire(sentinel, TICK_RULE, late + random.between(0, 500));
    });
  }

  /** A rule fires its sentinel, unless the region is gone. */
  #fire(sentinel: Sentinel, rule: string, at: number): void {
    const { scheduler } = this.options.network;
    const { loss, dead } = this.outages;
    scheduler.after(at, () => {
      const began = scheduler.now;
      if (loss?.region === sentinel.region && began >= loss.from && began < loss.to) return;
      const silence = dead?.region === sentinel.region ? { dead } : {};
      void sentinel.schedule.fire(rule).then((outcome) => {
        if (rule === TICK_RULE) sentinel.watch.ticked({ outcome, began, ...silence, isFed: sentinel.mapping.isFed });
      });
    });
  }

  /** Somebody else's hand on the same switch, which the breaker must leave alone. */
  #operate({ region, from, to }: NonNullable<Outages['operated']>): void {
    const { scheduler } = this.options.network;
    const { mapping } = this.#of(region);
    scheduler.after(from, () => {
      if (!mapping.isClosed) return;
      mapping.operate(false);
      scheduler.after(to - from, () => mapping.operate(true));
    });
  }

  /** Its functions are gone, and begin anew when it is back; where its bucket is silent too, no change leaves it. */
  #lose({ region, from, to, whole }: NonNullable<Outages['loss']>): void {
    const { auditing, network, processing } = this.options;
    const { scheduler } = network;
    const { processor, schedule } = this.#of(region);
    const table = processing.services[0]?.table;
    scheduler.after(from, () => {
      processor.lose(true);
      schedule.kill();
    });
    scheduler.after(to, () => processor.lose(false));
    auditing.regions.find((one) => one.region === region)?.mapping.pauseUntil(to);
    if (!whole || !table) return;
    table.isCut = () => scheduler.now >= from && scheduler.now < to;
    scheduler.after(to, () => table.heal());
  }

  #of(region: string): Sentinel {
    return this.sentinels.find((sentinel) => sentinel.region === region) as Sentinel;
  }
}

import type { ExecutionEnvironment } from '../cloud/execution-environment';
import { ScheduledFunction } from '../cloud/scheduled-function';
import { sentinelClients } from '../cloud/sentinel-clients';
import type { RegionServices } from '../cloud/simulated-clients';
import type { SimulatedFunction } from '../cloud/simulated-function';
import { SimulatedMapping } from '../cloud/simulated-mapping';
import type { Network } from '../cloud/travel';
import type { Random } from '../engine/random';
import type { FunctionUnderTest } from '../function/load-function';
import type { Auditing } from './auditing';
import { drawOutages, type Outages } from './outages';
import type { Processing } from './processing';
import { RECONCILE_RULE, sentinelEnvironment, TICK_RULE } from './sentinel-environment';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds of an invocation. */
const TIMEOUT = 60_000;

/** After the last outage every breaker must have closed within: two ticks by themselves, the rest for what fails on the way. */
const CLOSES_WITHIN = 40 * MINUTE;

/** Ticks follow an outage at least so long, that breaker and views are back; an operator takes longer. */
const SETTLES_IN = 4 * MINUTE;
const OPERATED_IN = 8 * MINUTE;

interface Options {
  readonly processing: Processing;
  readonly auditing: Auditing;
  readonly network: Network;
  readonly random: Random;
  readonly subject: FunctionUnderTest;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
}

/** One region's sentinel: its function, and the mapping that it holds. */
interface Sentinel {
  readonly region: string;
  readonly services: RegionServices;
  readonly processor: SimulatedFunction;
  /** Invocations of the processor at once. */
  readonly maximum: number;
  readonly mapping: SimulatedMapping;
  readonly schedule: ScheduledFunction;
}

/** The sentinels of both regions, and the outages that they are there for. They tick only in histories that have one. */
export class Watching {
  readonly sentinels: readonly Sentinel[];
  readonly outages: Outages;

  constructor(private readonly options: Options) {
    const { processing, random, network } = options;
    this.sentinels = processing.services.map((services, index) => this.#sentinel(services, index));
    const regions = this.sentinels.map(({ region }) => region);
    this.outages = drawOutages(regions, random, network.nemesis);
    const { until, operated, loss } = this.outages;
    if (until === 0) return;
    for (const sentinel of this.sentinels) this.#everyMinute(sentinel, random.between(0, MINUTE));
    if (operated) this.#operate(operated);
    if (loss) this.#lose(loss);
  }

  /** The schedule's hour, when everything is well: what was never announced is found, what nobody works on is ended. */
  async reconcile(): Promise<void> {
    await this.options.network.scheduler.sleep(HOUR);
    // A walk that dies is gone on with in the next hour.
    for (let hour = 0; hour < 2; hour += 1) {
      await Promise.all(this.sentinels.map(({ schedule }) => schedule.fire(RECONCILE_RULE)));
    }
  }

  #sentinel(services: RegionServices, index: number): Sentinel {
    const { processing, network, random } = this.options;
    const { processor, maximum } = processing.functions[index] as Processing['functions'][number];
    const { region } = services;
    const mapping = new SimulatedMapping(processor, maximum, network.scheduler, random);
    const coldStart = (environment: ExecutionEnvironment) => this.#coldStart(region, environment);
    const schedule = new ScheduledFunction(
      { name: `${region}/sentinel`, timeout: TIMEOUT, coldStart },
      network,
      random,
    );
    return { region, services, processor, maximum, mapping, schedule };
  }

  /** Ticks come late, twice or not at all; they go on until every breaker is closed, for so long and no longer. */
  #everyMinute(sentinel: Sentinel, at: number): void {
    const { network, random } = this.options;
    const { scheduler, nemesis } = network;
    const { until, operated, loss } = this.outages;
    scheduler.after(at, () => {
      const over = scheduler.now - until;
      const isQuiet =
        over > (operated ? OPERATED_IN : SETTLES_IN) && this.sentinels.every(({ mapping }) => mapping.isClosed);
      if (isQuiet || over > CLOSES_WITHIN) return;
      this.#everyMinute(sentinel, MINUTE);
      const isGone = loss?.region === sentinel.region && scheduler.now >= loss.from && scheduler.now < loss.to;
      if (isGone || nemesis.strikes('F42', 0.05)) return;
      const fire = () => void sentinel.schedule.fire(TICK_RULE);
      const late = random.chance(0.1) ? random.between(0, 30_000) : 0;
      scheduler.after(late, fire);
      if (nemesis.strikes('F42', 0.05)) scheduler.after(late + random.between(0, 500), fire);
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
    const { auditing, network } = this.options;
    const { scheduler } = network;
    const { processor, schedule, services } = this.#of(region);
    scheduler.after(from, () => {
      processor.lose(true);
      schedule.kill();
    });
    scheduler.after(to, () => processor.lose(false));
    auditing.regions.find((one) => one.region === region)?.mapping.pauseUntil(to);
    if (!whole) return;
    services.table.isCut = () => scheduler.now >= from && scheduler.now < to;
    scheduler.after(to, () => services.table.heal());
  }

  #coldStart(region: string, environment: ExecutionEnvironment) {
    const { network, subject, epoch } = this.options;
    const { scheduler, history, nemesis } = network;
    const { services: home, mapping, maximum } = this.#of(region);
    const other = this.sentinels.find((sentinel) => sentinel.region !== region)?.services ?? home;
    const say = (message: string, fields?: object) =>
      history.record(scheduler.now, `${environment.name} says: ${message} ${JSON.stringify(fields)}`);
    const announced = (subject: string) =>
      history.record(scheduler.now, `${environment.name} tells people: ${subject}`);
    return subject.createSentinel(
      subject.sentinelPorts({
        environment: sentinelEnvironment(home, other, maximum),
        clients: sentinelClients({ home, other, mapping, epoch, announced }, environment, network),
        clock: {
          now: () => epoch + scheduler.now + environment.skew,
          sleep: (milliseconds) =>
            new Promise((resolve) => scheduler.after(milliseconds, () => environment.deliver(resolve))),
        },
        log: { info: () => undefined, warn: say, error: say },
        metrics: {
          tick: () => undefined,
          count: (tally, count) => {
            const fault = tally === 'filesAdopted' ? 'F42' : tally === 'notificationsMissed' ? 'F8' : undefined;
            for (let each = 0; fault !== undefined && each < count; each += 1) nemesis.hit(fault);
          },
          gauge: () => undefined,
        },
      }),
    );
  }

  #of(region: string): Sentinel {
    return this.sentinels.find((sentinel) => sentinel.region === region) as Sentinel;
  }
}

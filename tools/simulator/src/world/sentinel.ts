import type { AnnouncementWatch } from '../check/watch-announcements';
import { type Said, SentinelWatch, type SavedState } from '../check/watch-sentinel';
import type { ExecutionEnvironment } from '../cloud/execution-environment';
import { ScheduledFunction } from '../cloud/scheduled-function';
import { sentinelClients } from '../cloud/sentinel-clients';
import type { RegionServices } from '../cloud/simulated-clients';
import type { SimulatedFunction } from '../cloud/simulated-function';
import { SimulatedMapping } from '../cloud/simulated-mapping';
import type { Change } from '../cloud/simulated-table';
import type { Attributes } from '../cloud/value';
import type { Network } from '../cloud/travel';
import type { Random } from '../engine/random';
import type { FunctionUnderTest } from '../function/load-function';
import { BACK_AFTER_TICKS, LOST_AFTER_TICKS, sentinelEnvironment, UNTOUCHED_S } from './sentinel-environment';

/** Milliseconds of an invocation. */
const TIMEOUT = 60_000;

/** What a sentinel finds and does, as its metrics count it. */
export type Deed = 'stateChanges' | 'filesAdopted' | 'notificationsMissed' | 'receiptsStalled';

export interface SentinelParts {
  readonly home: RegionServices;
  readonly other: RegionServices;
  readonly processor: SimulatedFunction;
  /** Invocations of the processor at once. */
  readonly maximum: number;
  readonly network: Network;
  readonly random: Random;
  readonly subject: FunctionUnderTest;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
  readonly announcements: AnnouncementWatch;
  readonly did: (deed: Deed, count: number) => void;
}

/** One region's sentinel: its function, the mapping that it holds, and who watches both. */
export class Sentinel {
  readonly region: string;
  readonly processor: SimulatedFunction;
  readonly mapping: SimulatedMapping;
  readonly schedule: ScheduledFunction;
  readonly watch: SentinelWatch;
  /** By the tick that is saving just now for the first time. */
  #said: Said | undefined;

  constructor(private readonly parts: SentinelParts) {
    const { home, processor, maximum, network, random, announcements } = parts;
    const { scheduler } = network;
    this.region = home.region;
    this.processor = processor;
    this.watch = new SentinelWatch(home.region, {
      lostAfterTicks: LOST_AFTER_TICKS,
      backAfterTicks: BACK_AFTER_TICKS,
      untouched: 2 * UNTOUCHED_S * 1_000,
    });
    this.mapping = new SimulatedMapping(processor, maximum, scheduler, random);
    this.mapping.onChange = (change) => announcements.changed(`${home.region}: breaker ${change}`, scheduler.now);
    const coldStart = (environment: ExecutionEnvironment) => this.#coldStart(environment);
    this.schedule = new ScheduledFunction(
      { name: `${home.region}/sentinel`, timeout: TIMEOUT, coldStart },
      network,
      random,
    );
  }

  /** What it saves of itself, in its own replica. */
  saves({ oldImage, newImage }: Change): void {
    const { network, announcements } = this.parts;
    const { now } = network.scheduler;
    const stateOf = (image: Change['newImage']) => image && (JSON.parse(String(image['state'])) as SavedState);
    const after = stateOf(newImage);
    if (!after) return;
    for (const subject of this.watch.saves(stateOf(oldImage), after, this.#said, now))
      announcements.changed(subject, now);
  }

  /** The other region's receipt of the same file, as it is known here. */
  #elsewhere({ recordId, timestamp }: Attributes): Attributes | undefined {
    const { home, other } = this.parts;
    const key = { recordId, timestamp: String(timestamp).replace(`#${home.region}`, `#${other.region}`) };
    return home.table.get(home.region, key).Item;
  }

  #coldStart(environment: ExecutionEnvironment) {
    const { home, other, maximum, network, subject, epoch, announcements, did } = this.parts;
    const { scheduler, history } = network;
    const { mapping, watch } = this;
    const say = (message: string, fields?: object) =>
      history.record(scheduler.now, `${environment.name} says: ${message} ${JSON.stringify(fields)}`);
    let said: Said | undefined;
    const handler = subject.createSentinel(
      subject.sentinelPorts({
        environment: sentinelEnvironment(home, other, maximum),
        clients: sentinelClients(
          {
            home,
            other,
            mapping,
            epoch,
            announced: (said) => {
              history.record(scheduler.now, `${environment.name} tells people: ${said}`);
              announcements.told(said, scheduler.now);
            },
            listed: (from, isLast) => watch.lists(from, isLast, scheduler.now),
            saving: () => {
              this.#said = said;
              said = undefined;
            },
            ended: (receipt) => watch.ends(receipt, this.#elsewhere(receipt), epoch + scheduler.now),
          },
          environment,
          network,
        ),
        clock: {
          now: () => epoch + scheduler.now + environment.skew,
          sleep: (milliseconds) =>
            new Promise((resolve) => scheduler.after(milliseconds, () => environment.deliver(resolve))),
        },
        log: { info: () => undefined, warn: say, error: say },
        metrics: {
          tick: ({ available }) => {
            said = available;
            watch.says();
          },
          count: did,
          gauge: () => undefined,
        },
      }),
    );
    // Of an invocation that ended without a save nothing is remembered.
    return (event: never, context: never) => {
      said = undefined;
      return handler(event, context);
    };
  }
}

import { History } from '../engine/history';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { Network } from '../cloud/travel';
import { check } from '../check/check';
import { BreakerWatch } from '../check/watch-breakers';
import { OrderWatch } from '../check/watch-order';
import { TrailWatch } from '../check/watch-trail';
import { tableHash } from '../check/table-hash';
import type { FunctionUnderTest, Timers } from '../function/load-function';
import { offThread } from '../function/simulated-zlib';
import type { FaultId } from '../nemesis/fault-classes';
import { Nemesis, type NemesisOptions } from '../nemesis/nemesis';
import { Auditing } from './auditing';
import type { FileDraft } from './delivered-file';
import { Deliveries } from './deliveries';
import { Processing } from './processing';
import { globalTable } from './replication';
import type { Deed } from './sentinel';
import { loseMessage } from './vanished-messages';
import { Watching } from './watching';

export const REGIONS = ['us-east-1', 'us-west-2'] as const;

/** Milliseconds since 1970 at virtual time 0: an hour of the audit trail ends while things go wrong. */
export const EPOCH = Date.parse('2026-03-14T09:58:00.000Z');

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const HEARTBEAT = 'heartbeat#';

/** Faults end by then; what they left behind must drain within `DRAIN` from then on. */
const FAULTS_END = 20 * MINUTE;
const DRAIN = DAY;

/** Events of one seed beyond which it goes in circles. */
const MAX_EVENTS_PER_ROW = 500;

export interface SimulationOptions {
  readonly seed: number;
  readonly faults: readonly FaultId[];
  /** Probability that a fault class takes part in a seed. */
  readonly share: number;
  /** Probability of a fault of one call. */
  readonly rate?: number;
  /** Rows of the seed, about. */
  readonly rows: number;
  /** Instead of files that the seed makes. */
  readonly files?: readonly FileDraft[];
  /** All calls of a service throttled from one virtual millisecond to another. */
  readonly storm?: NemesisOptions['storm'];
  readonly subject: FunctionUnderTest;
  /** The function with raised schema versions, for the runs in which it is deployed meanwhile. */
  readonly next?: FunctionUnderTest;
  readonly timers: Timers;
  /** Told of every call of the function: where a schedule of kills begins. */
  readonly onCall?: Network['onCall'];
}

export interface SeedResult {
  readonly seed: number;
  /** What does not hold; empty when all does. */
  readonly problems: readonly string[];
  /** Of all that happened. */
  readonly history: string;
  /** Of what is in the table at the end. */
  readonly table: string;
  readonly files: number;
  readonly rows: number;
  readonly invocations: number;
  readonly calls: number;
  readonly events: number;
  /** Messages that came back from the dead letters by a redrive. */
  readonly redriven: number;
  /** Calls that a storm or a hot partition refused. */
  readonly throttled: number;
  /** Calls of the table in a storm, and those of them that left past an open breaker. */
  readonly storm: { readonly calls: number; readonly past: number };
  /** Hours of virtual time. */
  readonly hours: number;
  readonly hits: ReadonlyMap<FaultId, number>;
  /** What the sentinels did, and how often. */
  readonly deeds: ReadonlyMap<Deed, number>;
  readonly tail: readonly string[];
}

/** One seed: files delivered, the function at work while the world fails, all drained, the end state judged. */
export async function simulate(options: SimulationOptions): Promise<SeedResult> {
  const { seed, faults, share, rate } = options;
  const random = new Random(seed, 2);
  const scheduler = new Scheduler(new Random(seed, 3), offThread);
  options.timers.scheduler = scheduler;
  const history = new History();
  const of = (stream: number) =>
    new Nemesis(
      new Random(seed, stream),
      {
        faults,
        share,
        until: FAULTS_END,
        ...(rate === undefined ? {} : { rate }),
        ...(options.storm ? { storm: options.storm } : {}),
      },
      () => scheduler.now,
    );
  const nemesis = of(4);
  const network: Network = {
    scheduler,
    random,
    history,
    nemesis,
    latency: random.pick([2, 10, 40]),
    calls: 0,
    ...(options.onCall ? { onCall: options.onCall } : {}),
  };
  const table = globalTable(REGIONS, { scheduler, random, nemesis });
  const order = new OrderWatch();
  const changes = new TrailWatch();
  const auditing = new Auditing({
    regions: REGIONS,
    table,
    network,
    random: new Random(seed, 6),
    subject: options.subject,
    epoch: EPOCH,
  });
  table.onChange = (change) => {
    // The auditor's mapping leaves heartbeats out.
    if (change.key.startsWith(HEARTBEAT)) return watching.watch(change);
    order.watch(change);
    changes.watch(change);
    auditing.watch(change);
  };

  const breakers = options.storm && new BreakerWatch(options.storm);
  const processing = new Processing({
    regions: REGIONS,
    table,
    network,
    random,
    subject: options.subject,
    epoch: EPOCH,
    rows: options.rows,
    ...(breakers ? { breakers } : {}),
  });
  const watching = new Watching({
    processing,
    auditing,
    network,
    random: new Random(seed, 7),
    subject: options.subject,
    epoch: EPOCH,
  });
  const { next } = options;
  const isDeployed = next !== undefined && nemesis.has('F29');
  if (isDeployed) {
    scheduler.after(random.between(100, 5_000), () => {
      nemesis.hit('F29');
      processing.deploy(next);
    });
  }

  const deliveries = new Deliveries(processing.services, {
    scheduler,
    random,
    nemesis,
    input: of(1),
    inputRandom: new Random(seed, 5),
    epoch: EPOCH,
  });
  if (options.files) deliveries.deliver(options.files);
  else deliveries.upload(options.rows);
  loseMessage({ processing, deliveries, network, random: new Random(seed, 8) });
  const limit = MAX_EVENTS_PER_ROW * (options.rows + 100);
  let drained = await scheduler.run(FAULTS_END + DRAIN, limit);
  let redriven = 0;
  for (let round = 0; round < 3 && drained; round += 1) {
    if (round === 0) deliveries.replayFinished(table);
    redriven += deliveries.redrive();
    void auditing.replayFailures();
    if (nemesis.active.has('F8') || nemesis.active.has('F45') || watching.outages.loss) {
      void watching.reconcile().then(() => deliveries.deliverStalled(table));
    }
    drained = await scheduler.run(scheduler.now + DRAIN, limit);
  }
  if (drained) {
    void auditing.sealAll();
    drained = await scheduler.run(scheduler.now + DRAIN, limit);
  }
  table.forget(HEARTBEAT);
  const stuck = drained ? [] : [`liveness: more than ${limit} events, it goes in circles`];
  const problems = stuck.concat(
    check({
      regions: processing.services,
      table,
      deliveries,
      auditing,
      watching,
      changes,
      active: nemesis.active,
      backwards: order.problems,
      isDeployed,
    }),
  );
  const hits = new Map(nemesis.hits);
  for (const [id, count] of deliveries.inputHits) hits.set(id, (hits.get(id) ?? 0) + count);
  return {
    seed,
    problems,
    history: history.hash(),
    table: tableHash(table, REGIONS[0]),
    files: deliveries.files.length,
    rows: deliveries.files.reduce((sum, { rows }) => sum + rows.length, 0),
    invocations: processing.invocations,
    calls: network.calls,
    events: scheduler.events,
    redriven,
    throttled: (nemesis.hits.get('F31') ?? 0) + (nemesis.hits.get('F34') ?? 0),
    storm: { calls: breakers?.calls ?? 0, past: breakers?.past ?? 0 },
    hours: scheduler.now / 3_600_000,
    hits,
    deeds: watching.deeds,
    tail: problems.length > 0 ? history.tail() : [],
  };
}

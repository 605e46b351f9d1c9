import { History } from '../engine/history';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { ExecutionEnvironment } from '../cloud/execution-environment';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import { type RegionServices, simulatedClients } from '../cloud/simulated-clients';
import { SimulatedFunction } from '../cloud/simulated-function';
import { SimulatedQueue } from '../cloud/simulated-queue';
import { SimulatedTable } from '../cloud/simulated-table';
import type { Network } from '../cloud/travel';
import { check } from '../check/check';
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
import { MAX_ROW_BYTES } from './hostile-rows';

export const REGIONS = ['us-east-1', 'us-west-2'] as const;

/** Milliseconds since 1970 at virtual time 0: an hour of the audit trail ends while things go wrong. */
export const EPOCH = Date.parse('2026-03-14T09:58:00.000Z');

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Faults end by then; what they left behind must drain within `DRAIN` from then on. */
const FAULTS_END = 20 * MINUTE;
const DRAIN = DAY;

/** Events of one seed beyond which it goes in circles. */
const MAX_EVENTS_PER_ROW = 500;

const MAX_RECEIVES = 10;

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
  /** Hours of virtual time. */
  readonly hours: number;
  readonly hits: ReadonlyMap<FaultId, number>;
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
  const parted = nemesis.has('F39') && random.chance(0.7);
  const partition = { from: random.between(0, 5_000), to: random.between(5_000, 300_000) };
  const table = new SimulatedTable(REGIONS, scheduler, {
    lag: () => {
      const held = parted && scheduler.now >= partition.from && scheduler.now < partition.to;
      if (held) nemesis.hit('F39');
      return held ? undefined : random.between(1, 1_500);
    },
  });
  if (parted) scheduler.after(partition.to, () => table.heal());
  if (nemesis.strikes('F30', 0.5)) for (const region of REGIONS) table.skew.set(region, random.between(-2_000, 2_000));
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
    order.watch(change);
    changes.watch(change);
    auditing.watch(change);
  };

  const services = REGIONS.map((region) => regionServices(region, table, scheduler, random));
  const timeout = random.pick([300_000, 60_000, 20_000]);
  let subject = options.subject;
  const functions = services.map((own) => {
    const coldStart = (environment: ExecutionEnvironment) => {
      const handler = subject.createHandler(
        subject.awsPorts({
          environment: environmentOf(own, timeout, options.rows, random),
          clients: simulatedClients(own, environment, network),
          clock: {
            now: () => EPOCH + scheduler.now + environment.skew,
            sleep: (milliseconds) =>
              new Promise((resolve) => scheduler.after(milliseconds, () => environment.deliver(resolve))),
          },
          random: random.next,
          log: {
            info: () => undefined,
            warn: (message, fields) =>
              history.record(scheduler.now, `${environment.name} warns: ${message} ${JSON.stringify(fields)}`),
            error: (message, fields) =>
              history.record(scheduler.now, `${environment.name} says: ${message} ${JSON.stringify(fields)}`),
          },
          metrics: { slice: metric, fileEnded: metric, messageRetried: metric },
        }),
      );
      return handler;
    };
    const settings = { region: own.region, timeout, concurrency: 1 + random.below(4), epoch: EPOCH, coldStart };
    return new SimulatedFunction(own.ingest, settings, network);
  });
  const metric = () => {
    if (nemesis.strikes('F37', 0.05)) throw new Error('Standard output is closed.');
  };

  const { next } = options;
  const isDeployed = next !== undefined && nemesis.has('F29');
  if (isDeployed) {
    scheduler.after(random.between(100, 5_000), () => {
      nemesis.hit('F29');
      subject = next;
      for (const one of functions) one.deploy();
    });
  }

  const deliveries = new Deliveries(services, {
    scheduler,
    random,
    nemesis,
    input: of(1),
    inputRandom: new Random(seed, 5),
    epoch: EPOCH,
  });
  if (options.files) deliveries.deliver(options.files);
  else deliveries.upload(options.rows);
  const limit = MAX_EVENTS_PER_ROW * (options.rows + 100);
  let drained = await scheduler.run(FAULTS_END + DRAIN, limit);
  let redriven = 0;
  for (let round = 0; round < 3 && drained; round += 1) {
    if (round === 0) deliveries.replayFinished(table);
    redriven += deliveries.redrive();
    void auditing.replayFailures();
    drained = await scheduler.run(scheduler.now + DRAIN, limit);
  }
  if (drained) {
    void auditing.sealAll();
    drained = await scheduler.run(scheduler.now + DRAIN, limit);
  }
  const stuck = drained ? [] : [`liveness: more than ${limit} events, it goes in circles`];
  const problems = stuck.concat(
    check({
      regions: services,
      table,
      deliveries,
      auditing,
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
    invocations: functions.reduce((sum, { invocations }) => sum + invocations, 0),
    calls: network.calls,
    events: scheduler.events,
    redriven,
    throttled: (nemesis.hits.get('F31') ?? 0) + (nemesis.hits.get('F34') ?? 0),
    hours: scheduler.now / 3_600_000,
    hits,
    tail: problems.length > 0 ? history.tail() : [],
  };
}

function regionServices(region: string, table: SimulatedTable, scheduler: Scheduler, random: Random): RegionServices {
  const deadLetters = new SimulatedQueue(`dlq-${region}`, { visibility: 30_000 }, scheduler, random);
  const redrive = { maxReceiveCount: MAX_RECEIVES, to: deadLetters };
  return {
    region,
    table,
    deadLetters,
    ingest: new SimulatedQueue(`ingest-${region}`, { visibility: 30 * MINUTE, redrive }, scheduler, random),
    buckets: new Map([bucketName(region)].map((name) => [name, new SimulatedBucket(name)])),
    secret: JSON.stringify({ notBefore: '1970-01-01T00:00:00Z', key: 'k'.repeat(32) }),
  };
}

export const bucketName = (region: string): string => `serverless-data-ingestion-${region}`;

function environmentOf({ region }: RegionServices, timeout: number, rows: number, random: Random) {
  const queue = (name: string) => `https://sqs.${region}.amazonaws.com/111122223333/${name}`;
  return {
    TABLE_NAME: 'serverless-processed-data-prod',
    TABLE_REGION: region,
    PIPELINE_REGIONS: REGIONS,
    INGEST_QUEUE_URL: queue('ingest-queue'),
    DEAD_LETTER_QUEUE_URL: queue('ingest-dlq'),
    PIPELINE_SECRET: 'serverless-pipeline-secrets-prod',
    MAX_RECEIVES,
    STATUS_SHARDS: 8,
    MAX_ROW_BYTES,
    MAX_REJECTED_ROWS: 10_000,
    MAX_REJECTED_PERCENT: 50,
    MAX_WRITES_IN_FLIGHT: random.pick([1, 4, 16]),
    // One region each, so that every history judges both.
    WRITER: region === REGIONS[0] ? ('lean' as const) : ('sdk' as const),
    // The larger, the more slices a file is cut into.
    SPLIT_RESERVE_MS: Math.round(timeout * random.pick([0.1, 0.5, 0.95])),
    // Files have up to some tens of KB: most are planned into slices, and the smallest have more than one plan takes. Each
    // slice writes the whole receipt: larger worlds have larger ones.
    SLICE_BYTES: random.pick([300, 2_000, 10_000, 1_000_000]) * Math.max(1, Math.round(rows / 500)),
    POWERTOOLS_SERVICE_NAME: 'processor',
    POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
    POWERTOOLS_LOG_LEVEL: 'INFO' as const,
  };
}

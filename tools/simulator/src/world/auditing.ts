import { auditorClients } from '../cloud/auditor-clients';
import type { ExecutionEnvironment } from '../cloud/execution-environment';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import type { Change, SimulatedTable } from '../cloud/simulated-table';
import { StreamMapping } from '../cloud/stream-mapping';
import type { StreamRecord } from '../cloud/stream-record';
import type { Network } from '../cloud/travel';
import type { FunctionUnderTest } from '../function/load-function';
import type { Random } from '../engine/random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Tries that the mapping gives a record after the first. */
export const RETRIES = 20;

/** Minutes in which an hour's digest waits for late objects; and when the schedule fires, the first hour being due. */
const GRACE = 15;
const TICKS = [17, 18, 19];

/** Ticks of the schedule in which the last digests are written: two kills may come to the first two. */
const SEALED_WITHIN = 3;

/** What the schedule sends to the auditor. */
const DIGEST = { kind: 'digest' } as const;

interface Options {
  readonly regions: readonly string[];
  readonly table: SimulatedTable;
  readonly network: Network;
  readonly random: Random;
  readonly subject: FunctionUnderTest;
  readonly epoch: number;
}

/** One region's audit: the stream of its replica, its auditor, its trail. */
export interface RegionAudit {
  readonly region: string;
  readonly trail: SimulatedBucket;
  readonly mapping: StreamMapping;
}

/** The auditors of all regions, and what goes wrong with their streams. */
export class Auditing {
  readonly regions: readonly RegionAudit[];
  /** Items that nobody can understand: somebody wrote them by hand. */
  readonly poison = new Set<string>();

  constructor(private readonly options: Options) {
    this.regions = options.regions.map((region) => this.#audit(region));
    const { nemesis, scheduler } = options.network;
    for (const minutes of TICKS) {
      scheduler.after(minutes * MINUTE, () => {
        for (const { mapping } of this.regions) void mapping.tick(DIGEST);
      });
    }
    if (nemesis.has('F40')) this.#disturb();
  }

  readonly watch = (change: Change): void => {
    this.regions.find(({ region }) => region === change.region)?.mapping.push(change);
  };

  /** What was given up, handed on again once the world is well: all but what nobody understands. */
  async replayFailures(): Promise<void> {
    const isMended = ({ key }: StreamRecord) => !this.poison.has(key.split('\u0000')[0] ?? '');
    await Promise.all(this.regions.map(({ mapping }) => mapping.replayFailures(isMended)));
  }

  /** The schedule once more, when every hour that had changes is over; a tick whose process dies is made good by the next hour's. */
  async sealAll(): Promise<void> {
    const { scheduler } = this.options.network;
    await scheduler.sleep(HOUR);
    const seal = async ({ mapping }: RegionAudit) => {
      for (let hour = 0; hour < SEALED_WITHIN; hour += 1) {
        await scheduler.sleep(HOUR);
        if ((await mapping.tick(DIGEST)) !== 'failed') return;
      }
    };
    await Promise.all(this.regions.map(seal));
  }

  #audit(region: string): RegionAudit {
    const { table, network, random, subject, epoch } = this.options;
    const { scheduler, history } = network;
    const trail = new SimulatedBucket(`serverless-audit-${region}`);
    const coldStart = (environment: ExecutionEnvironment) => {
      const say = (message: string, fields?: object) =>
        history.record(scheduler.now, `${environment.name} says: ${message} ${JSON.stringify(fields)}`);
      return subject.createAuditor(
        subject.auditorPorts({
          environment: environmentOf(region, trail.name),
          clients: auditorClients({ region, table, trail }, environment, network),
          clock: { now: () => epoch + scheduler.now + environment.skew },
          log: { info: () => undefined, warn: say, error: say },
          metrics: {
            audited: () => undefined,
            conflictRepaired: () => undefined,
            poisonRecord: () => undefined,
            digestsWritten: () => undefined,
          },
        }),
      );
    };
    const settings = {
      region,
      timeout: random.pick([300_000, 30_000]),
      batchSize: random.pick([10, 1_000, 1_000]),
      window: random.pick([1_000, 20_000]),
      retries: RETRIES,
      shards: random.pick([1, 1, 2]),
      epoch,
      coldStart,
    };
    return { region, trail, mapping: new StreamMapping(settings, { ...network, random }) };
  }

  /** Items written by hand that no auditor understands, shards that split, readers that come hours later. */
  #disturb(): void {
    const { table, random, regions } = this.options;
    const { nemesis, scheduler } = this.options.network;
    for (let count = 1 + random.below(3); count > 0; count -= 1) {
      scheduler.after(random.between(0, 10_000), () => {
        const recordId = `poison#${count}`;
        nemesis.hit('F40');
        this.poison.add(recordId);
        table.put(random.pick(regions), { Item: { recordId, timestamp: 'by hand', revision: random.chance(0.5) } });
      });
    }
    for (const { mapping } of this.regions) {
      if (nemesis.strikes('F40', 0.5)) scheduler.after(random.between(0, 20_000), () => mapping.split());
      if (nemesis.strikes('F40', 0.2)) mapping.pauseUntil(random.between(HOUR, 10 * HOUR));
    }
  }
}

const environmentOf = (region: string, bucket: string) => ({
  TABLE_NAME: 'serverless-processed-data-prod',
  TABLE_REGION: region,
  AUDIT_BUCKET: bucket,
  DIGEST_GRACE_MINUTES: GRACE,
  DIGEST_LOOKBACK_HOURS: 48,
  MAX_REPAIRS_IN_FLIGHT: 8,
  POWERTOOLS_SERVICE_NAME: 'stream-auditor',
  POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
  POWERTOOLS_LOG_LEVEL: 'INFO' as const,
});

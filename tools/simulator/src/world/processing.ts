import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { BreakerWatch } from '../check/watch-breakers';
import type { ExecutionEnvironment } from '../cloud/execution-environment';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import { type CallWatch, type RegionServices, simulatedClients } from '../cloud/simulated-clients';
import { SimulatedFunction } from '../cloud/simulated-function';
import { SimulatedQueue } from '../cloud/simulated-queue';
import type { SimulatedTable } from '../cloud/simulated-table';
import type { Network } from '../cloud/travel';
import type { Random } from '../engine/random';
import type { FunctionUnderTest } from '../function/load-function';
import { MAX_ROW_BYTES } from './hostile-rows';

const VISIBILITY = 30 * 60_000;
const MAX_RECEIVES = 10;

interface Options {
  readonly regions: readonly string[];
  readonly table: SimulatedTable;
  readonly network: Network;
  readonly random: Random;
  readonly subject: FunctionUnderTest;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
  /** Rows of the seed, about. */
  readonly rows: number;
  /** Who watches the breakers of the table, if anybody does. */
  readonly breakers?: BreakerWatch;
}

/** The processors of all regions, with the services of theirs that they reach. */
export class Processing {
  readonly services: readonly RegionServices[];
  /** The function of each region, and how many of its invocations there are at once. */
  readonly functions: readonly { readonly processor: SimulatedFunction; readonly maximum: number }[];
  readonly #timeout: number;
  #subject: FunctionUnderTest;

  constructor(private readonly options: Options) {
    const { regions, random, subject } = options;
    this.#subject = subject;
    this.services = regions.map((region) => this.#servicesOf(region));
    this.#timeout = random.pick([300_000, 60_000, 20_000]);
    this.functions = this.services.map((own) => this.#function(own));
  }

  get invocations(): number {
    return this.functions.reduce((sum, { processor }) => sum + processor.invocations, 0);
  }

  /** Another build, in both regions. */
  deploy(subject: FunctionUnderTest): void {
    this.#subject = subject;
    for (const { processor } of this.functions) processor.deploy();
  }

  #servicesOf(region: string): RegionServices {
    const { table, random, network } = this.options;
    const { scheduler } = network;
    const deadLetters = new SimulatedQueue(`dlq-${region}`, { visibility: 30_000 }, scheduler, random);
    const redrive = { maxReceiveCount: MAX_RECEIVES, to: deadLetters };
    const bucket = new SimulatedBucket(`serverless-data-ingestion-${region}`);
    return {
      region,
      table,
      deadLetters,
      ingest: new SimulatedQueue(`ingest-${region}`, { visibility: VISIBILITY, redrive }, scheduler, random),
      buckets: new Map([[bucket.name, bucket]]),
      secret: JSON.stringify({ notBefore: '1970-01-01T00:00:00Z', key: 'k'.repeat(32) }),
    };
  }

  #function(own: RegionServices) {
    const { random, network, epoch } = this.options;
    const { scheduler, history, nemesis } = network;
    const metric = () => {
      if (nemesis.strikes('F37', 0.05)) throw new Error('Standard output is closed.');
    };
    const coldStart = (environment: ExecutionEnvironment) => {
      const say = (verb: string) => (message: string, fields?: object) =>
        history.record(scheduler.now, `${environment.name} ${verb}: ${message} ${JSON.stringify(fields)}`);
      return this.#subject.createHandler(
        this.#subject.awsPorts({
          environment: this.#environmentOf(own.region),
          clients: simulatedClients(own, environment, network, this.#watchOf(environment)),
          clock: {
            now: () => epoch + scheduler.now + environment.skew,
            sleep: (milliseconds) =>
              new Promise((resolve) => scheduler.after(milliseconds, () => environment.deliver(resolve))),
          },
          random: random.next,
          log: { info: () => undefined, warn: say('warns'), error: say('says') },
          metrics: { slice: metric, fileEnded: metric, messageRetried: metric },
        }),
      );
    };
    // More than an open breaker's trial has: the least that a template may say.
    const maximum = 3 + random.below(4);
    const settings = { region: own.region, timeout: this.#timeout, concurrency: maximum, epoch, coldStart };
    return { processor: new SimulatedFunction(own.ingest, settings, network), maximum };
  }

  /** Tells the watch what leaves this environment, and what it is answered. */
  #watchOf({ name }: ExecutionEnvironment): CallWatch | undefined {
    const { breakers, network } = this.options;
    const { scheduler } = network;
    if (!breakers) return undefined;
    return async (send) => {
      const sent = breakers.leaves(name, scheduler.now);
      try {
        const answer = await send();
        breakers.answered(name, sent, true, scheduler.now);
        return answer;
      } catch (error) {
        breakers.answered(name, sent, error instanceof ConditionalCheckFailedException, scheduler.now);
        throw error;
      }
    };
  }

  #environmentOf(region: string) {
    const { regions, random, rows } = this.options;
    const queue = (name: string) => `https://sqs.${region}.amazonaws.com/111122223333/${name}`;
    return {
      TABLE_NAME: 'serverless-processed-data-prod',
      TABLE_REGION: region,
      PIPELINE_REGIONS: regions,
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
      WRITER: region === regions[0] ? ('lean' as const) : ('sdk' as const),
      // The larger, the more slices a file is cut into.
      SPLIT_RESERVE_MS: Math.round(this.#timeout * random.pick([0.1, 0.5, 0.95])),
      // Files have up to some tens of KB: most are planned into slices, and the smallest have more than one plan takes.
      // Each slice writes the whole receipt: larger worlds have larger ones.
      SLICE_BYTES: random.pick([300, 2_000, 10_000, 1_000_000]) * Math.max(1, Math.round(rows / 500)),
      POWERTOOLS_SERVICE_NAME: 'processor',
      POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
      POWERTOOLS_LOG_LEVEL: 'INFO' as const,
    };
  }
}

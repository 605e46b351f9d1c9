import type { Needed } from '../dynamodb/change-log';
import { createDynamoDbService, type DynamoDbService } from '../dynamodb/dynamodb-service';
import { createStreamPositions, type StreamPositions } from '../event-source/stream-positions';
import type { MetricStore } from '../lambda/metrics';
import { createReplication, type Replication } from '../replication/replication';
import { createS3Service, type S3Service } from '../s3/s3-service';
import { createSecretsService, type SecretsService } from '../secretsmanager/secrets-service';
import { createSnsService, type SnsService } from '../sns/sns-service';
import { createSqsService, type SqsService } from '../sqs/sqs-service';
import type { Store } from '../store/store';
import type { Plan } from '../template/planned';

export interface RegionServices {
  readonly s3: S3Service;
  readonly sqs: SqsService;
  readonly dynamodb: DynamoDbService;
  readonly secrets: SecretsService;
  readonly sns: SnsService;
  readonly replication: Replication;
  /** Of the mappings of streams. */
  readonly positions: StreamPositions;
  /** Ends what the services do by themselves; the store can be closed afterwards. */
  close(): Promise<void>;
}

export interface RegionServicesOptions {
  readonly plan: Plan;
  readonly store: Store;
  readonly dataDir: string;
  readonly clock: { now(): number };
  readonly metrics: MetricStore;
  /** Endpoints of the other regions, by region. */
  readonly peers: Readonly<Record<string, string>>;
  /** Where a bucket is that another region has. */
  elsewhere(bucketName: string): { readonly region: string; readonly endpoint: string } | undefined;
  onTrouble(message: string): void;
}

/** DynamoDB deletes what has expired within days; here within a minute. */
const EXPIRE_EVERY_MS = 60_000;
const TRIM_EVERY_MS = 3_600_000;

/** The services of a region with the resources of its plan: queues before the buckets that notify them. */
export async function startServices(options: RegionServicesOptions): Promise<RegionServices> {
  const { plan, store, dataDir, clock, metrics, peers, onTrouble } = options;
  const around = { store, region: plan.region, account: plan.account, clock };
  const dynamodb = createDynamoDbService({
    ...around,
    throttled: (TableName, { kind }) =>
      metrics.record([
        {
          namespace: 'AWS/DynamoDB',
          name: kind === 'read' ? 'ReadThrottleEvents' : 'WriteThrottleEvents',
          dimensions: { TableName },
          unit: 'Count',
          value: 1,
          timestamp: clock.now(),
        },
      ]),
  });
  for (const table of plan.tables) await dynamodb.ensureTable(table);
  const secrets = createSecretsService(around);
  for (const secret of plan.secrets) {
    // Alone, without the region that it is a replica of, a region draws its own.
    const { name, primaryRegion } = secret;
    const replica = primaryRegion !== plan.region && peers[primaryRegion] !== undefined;
    await (replica ? secrets.ensureReplica(name) : secrets.ensureSecret(secret));
  }
  const replication = createReplication({ ...around, plan, peers, dynamodb, secrets, metrics, onTrouble });
  const sqs = createSqsService(around);
  for (const queue of plan.queues) await sqs.ensureQueue(queue);
  const deliver = (queueArn: string, body: string, sourceArn: string) => sqs.deliver(queueArn, body, sourceArn);
  const s3 = await createS3Service({ ...around, dir: dataDir, deliver, elsewhere: options.elsewhere });
  for (const bucket of plan.buckets) await s3.ensureBucket(bucket);
  await sqs.resumeMoves();

  const positions = createStreamPositions(store);
  const needed = (table: string): Needed => {
    const read = plan.streamMappings
      .filter(({ streamArn }) => plan.tables.find(({ name }) => name === table)?.streamArn === streamArn)
      .map(({ id }) => positions.next(id) ?? 0);
    const { changesFrom, tombstonesFrom } = replication.needed(table);
    return { changesFrom: Math.min(changesFrom, ...read), tombstonesFrom };
  };

  const chore = (everyMs: number, what: string, work: () => Promise<unknown>) =>
    setInterval(() => {
      work().catch((error: unknown) => onTrouble(`${what} failed: ${String(error)}`));
    }, everyMs).unref();
  const chores = [
    chore(EXPIRE_EVERY_MS, 'Deleting expired items', () => dynamodb.expire(clock.now())),
    chore(TRIM_EVERY_MS, 'Forgetting old changes', () => dynamodb.trim(clock.now(), needed)),
  ];
  return {
    s3,
    sqs,
    dynamodb,
    secrets,
    sns: createSnsService({ topics: plan.topics, clock }),
    replication,
    positions,
    async close() {
      for (const timer of chores) clearInterval(timer);
      await replication.stop();
      await sqs.close();
    },
  };
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDynamoDbService, type DynamoDbService } from '../../dynamodb/dynamodb-service';
import { callService } from '../../dynamodb/testing/call-service';
import { createMemoryStore, type MemoryStore } from '../../dynamodb/testing/memory-store';
import { itemsTable } from '../../dynamodb/testing/served-dynamodb';
import type { Item } from '../../dynamodb/value/attribute-value';
import { createEndpoint } from '../../http/endpoint';
import { createMetricStore, type MetricStore } from '../../lambda/metrics';
import { createReplication, type Replication, type ReplicationStatus } from '../replication';
import { answerReplication } from '../replication-requests';

const REGIONS = ['us-east-1', 'us-west-2'] as const;
const table = { ...itemsTable, replicas: [...REGIONS] };

export const keyOf = (sk: string): Item => ({ pk: { S: 'p' }, sk: { S: sk } });

/** One of two regions with the table `items`, of which the specs need nothing but its table and its replication. */
export class Replica {
  store: MemoryStore = createMemoryStore();
  dynamodb!: DynamoDbService;
  replication!: Replication;
  metrics: MetricStore = createMetricStore();
  readonly troubles: string[] = [];
  /** How far its clock is before this machine's, in milliseconds. */
  ahead = 0;
  private server: Server | undefined;

  constructor(
    readonly region: (typeof REGIONS)[number],
    readonly port: number,
    private readonly peers: Readonly<Record<string, string>>,
  ) {}

  readonly clock = { now: () => Date.now() + this.ahead };

  async boot(): Promise<void> {
    const { store, region, clock, metrics } = this;
    this.dynamodb = createDynamoDbService({ store, region, account: '000000000000', clock });
    await this.dynamodb.ensureTable(table);
    const onTrouble = (message: string) => void this.troubles.push(message);
    const around = { dynamodb: this.dynamodb, store, metrics, clock, onTrouble };
    this.replication = createReplication({
      ...around,
      region,
      plan: { tables: [table], secrets: [] },
      secrets: { has: () => true, originals: () => [], replicate: () => Promise.resolve() },
      peers: this.peers,
    });
    this.server = createEndpoint({
      services: [
        {
          scope: '_local',
          handle: (request) => answerReplication(this.replication, request.path.split('/')[3], request),
          fault: ({ status, message }) => ({ status, body: message }),
        },
      ],
      region,
      principalOf: () => ({ kind: 'operator' }),
      authorizer: () => undefined,
      clock,
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    await this.replication.start();
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, this.replication.stop()]);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.boot();
  }

  put = (sk: string, value: string, more: Item = {}) =>
    callService(this.dynamodb, 'PutItem', {
      TableName: 'items',
      Item: { ...keyOf(sk), v: { S: value }, gpk: { S: value }, ...more },
    });

  remove = (sk: string) => callService(this.dynamodb, 'DeleteItem', { TableName: 'items', Key: keyOf(sk) });

  /** What it has: value by sort key. */
  async values(): Promise<Record<string, string | undefined>> {
    const values: Record<string, string | undefined> = {};
    for await (const { sk, v } of this.dynamodb.scanAll('items')) values[sk?.S ?? ''] = v?.S;
    return values;
  }

  async backlog(): Promise<number | undefined> {
    return (await this.status()).replicas[0]?.backlog;
  }

  status = (): Promise<ReplicationStatus> => this.replication.status();
}

/** Waits until each region has confirmed all that the other made. */
export async function replicated(...replicas: readonly Replica[]): Promise<void> {
  for (;;) {
    const backlogs = await Promise.all(replicas.map((replica) => replica.backlog()));
    if (backlogs.every((backlog) => backlog === 0)) return;
    await sleep(5);
  }
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

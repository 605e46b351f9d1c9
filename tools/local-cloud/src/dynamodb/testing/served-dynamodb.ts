import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ServiceFault, type ServiceRequest } from '../../http/service';
import { serve } from '../../http/testing/serve';
import type { Store } from '../../store/store';
import { createDynamoDbService, type DynamoDbService } from '../dynamodb-service';
import type { TableProperties } from '../table-definition';
import { createMemoryStore } from './memory-store';

/** The table of most specs: the shape of the project's own, with a second, fully projected index. */
export const itemsTable: TableProperties = {
  name: 'items',
  keySchema: [
    { attributeName: 'pk', keyType: 'HASH' },
    { attributeName: 'sk', keyType: 'RANGE' },
  ],
  attributeDefinitions: [
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'S' },
    { name: 'gpk', type: 'S' },
    { name: 'gsk', type: 'N' },
  ],
  globalSecondaryIndexes: [
    {
      name: 'keys-index',
      keySchema: [
        { attributeName: 'gpk', keyType: 'HASH' },
        { attributeName: 'sk', keyType: 'RANGE' },
      ],
      projection: { type: 'KEYS_ONLY' },
    },
    {
      name: 'all-index',
      keySchema: [
        { attributeName: 'gpk', keyType: 'HASH' },
        { attributeName: 'gsk', keyType: 'RANGE' },
      ],
      projection: { type: 'ALL' },
    },
  ],
  streamViewType: 'NEW_AND_OLD_IMAGES',
  ttlAttribute: 'expiresAt',
};

/** Keys of each type: `hash` has a partition key only, `numbers` and `binaries` a sort key of that type. */
export const otherTables: readonly TableProperties[] = [
  table('hash', undefined),
  table('numbers', 'N'),
  table('binaries', 'B'),
];

function table(name: string, sort: 'N' | 'B' | undefined): TableProperties {
  return {
    name,
    keySchema: [
      { attributeName: 'pk', keyType: 'HASH' },
      ...(sort === undefined ? [] : [{ attributeName: 'sk', keyType: 'RANGE' as const }]),
    ],
    attributeDefinitions: [{ name: 'pk', type: 'S' }, ...(sort === undefined ? [] : [{ name: 'sk', type: sort }])],
  };
}

export interface TestClock {
  time: number;
  now(): number;
}

export interface ServedDynamoDb {
  readonly service: DynamoDbService;
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly clock: TestClock;
  /** What `authorize` was called with, and may be made to refuse. */
  readonly authorized: unknown[][];
  refuse: ((action: string, resource: string) => void) | undefined;
  close(): Promise<void>;
}

/** Serves DynamoDB over HTTP to a real client, as the endpoint does, with a clock that stands still. */
export async function serveDynamoDb(store: Store = createMemoryStore()): Promise<ServedDynamoDb> {
  const clock: TestClock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const service = createDynamoDbService({ store, region: 'us-east-1', account: '000000000000', clock });
  for (const properties of [itemsTable, ...otherTables]) await service.ensureTable(properties);
  const server = createServer((message, response) => {
    const request: ServiceRequest = {
      method: message.method ?? 'GET',
      path: message.url ?? '/',
      query: new URLSearchParams(),
      headers: message.headers,
      body: message,
      requestId: randomUUID(),
      principal: { kind: 'operator' },
      authorize(action, resource, conditions) {
        served.authorized.push([action, resource, conditions]);
        served.refuse?.(action, resource);
      },
    };
    void service
      .handle(request)
      .catch((error: unknown) => {
        if (error instanceof ServiceFault) return service.fault(error, request);
        throw error;
      })
      .then(({ status, headers, body }) => {
        response.writeHead(status, headers);
        response.end(body);
      })
      .catch((error: unknown) => response.destroy(error as Error));
  });
  const { url: endpoint, stop } = await serve(server);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const served: ServedDynamoDb = {
    service,
    client,
    endpoint,
    clock,
    authorized: [],
    refuse: undefined,
    async close() {
      client.destroy();
      await stop();
      await store.close();
    },
  };
  return served;
}

/** Calls an operation with any body, as no SDK would let one. */
export async function callRaw(
  { endpoint }: Pick<ServedDynamoDb, 'endpoint'>,
  operation: string,
  body: unknown,
): Promise<{ readonly status: number; readonly headers: Headers; readonly json: Record<string, unknown> }> {
  const target = operation.includes('.') ? operation : `DynamoDB_20120810.${operation}`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import { createEndpoint } from '../http/endpoint';
import type { Principal, Service, ServiceRequest } from '../http/service';
import type { createAuthorizer } from '../iam/authorize';
import type { MetricStatistics, MetricStore } from '../lambda/metrics';
import { CannotRun } from '../template/cannot-run';
import type { Plan } from '../template/planned';
import type { Minute } from '../time/minute';
import { createAdminService } from './admin-service';
import type { Callers } from './callers';
import type { Outages, OutageService } from './outages';
import type { RegionFunctions } from './region-functions';
import type { RegionServices } from './region-services';
import type { RegionStatus } from './region-status';
import type { RegionWatch } from './region-watch';
import { createThrottleRequests } from './throttle-requests';

export interface EndpointParts {
  readonly authorizer: ReturnType<typeof createAuthorizer>['authorize'];
  readonly callers: Callers;
  /** Services that have no resource of their own in the plan. */
  readonly others: readonly Service[];
  readonly peers: Readonly<Record<string, string>>;
  readonly clock: { now(): number };
  onTrouble(message: string): void;
  status(): RegionStatus;
  metrics(): readonly MetricStatistics[];
  readonly minute: Minute;
  readonly watch: RegionWatch;
  readonly outages: Outages;
  /** The functions by their access keys. */
  readonly apiLogs: ReadonlyMap<string, { readonly file: string }>;
}

/** Whoever signs with a key of no function. */
export const OPERATOR: Principal = { kind: 'operator' };

/** The one endpoint of a region: all of its services, and the local cloud's own. It does not listen yet. */
export function regionEndpoint(
  plan: Plan,
  services: RegionServices,
  functions: RegionFunctions,
  parts: EndpointParts,
): Server {
  const { authorizer, callers, others, peers, clock, onTrouble, status, metrics, minute, watch, outages } = parts;
  const admin = createAdminService({
    status,
    metrics,
    logs: functions.logs,
    apiLogs: parts.apiLogs,
    replication: services.replication,
    throttles: createThrottleRequests(services.dynamodb),
    minute,
    rules: watch.rules,
    alarms: watch.alarms,
    notifications: services.sns.notifications,
    outages,
  });
  return createEndpoint({
    services: [services.s3, services.sqs, services.dynamodb, services.secrets, services.sns, ...others, admin],
    region: plan.region,
    principalOf: (accessKeyId) => callers.principals.get(accessKeyId) ?? OPERATOR,
    peers,
    secretOf: callers.secretOf,
    authorizer,
    outage: outages.of,
    clock,
    onDefect: (error, { method, path }) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      onTrouble(`A defect of the local cloud answered ${method} ${path} with 500: ${reason}`);
    },
  });
}

/** What DynamoDB counts of the requests that it answers with a fault of its own. */
export const systemErrors =
  (plan: Plan, metrics: MetricStore, clock: { now(): number }) =>
  (service: OutageService, { headers }: Pick<ServiceRequest, 'headers'>): void => {
    if (service !== 'table') return;
    const Operation =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    metrics.record(
      plan.tables.map(({ name: TableName }) => ({
        namespace: 'AWS/DynamoDB',
        name: 'SystemErrors',
        dimensions: { TableName, Operation },
        unit: 'Count',
        value: 1,
        timestamp: clock.now(),
      })),
    );
  };

/** @throws CannotRun when another program has the port */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new CannotRun(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. Stop it, or choose another port with --port.`
        : `The endpoint can't listen on 127.0.0.1:${port}: ${message}. Choose another port with --port.`,
      { cause },
    );
  }
}

/** Ends its connections too. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

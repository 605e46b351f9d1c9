import { once } from 'node:events';
import type { Server } from 'node:http';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpApi } from '../apigateway/http-api';
import type { ConditionValues, Principal } from '../http/service';
import type { Authorizer } from '../iam/authorize';
import type { MetricStore } from '../lambda/metrics';
import type { Outcome } from '../lambda/invocation';
import type { Plan } from '../template/planned';

/** Where an HTTP API of the region answers. */
export interface ApiAddress {
  readonly name: string;
  readonly id: string;
  /** `http://127.0.0.1:<port>`, at whose root its paths begin. */
  readonly url: string;
  /** File of its access log; absent where the stage has none. */
  readonly log?: { readonly group: string; readonly file: string };
}

export interface RegionApis {
  readonly addresses: readonly ApiAddress[];
  close(): Promise<void>;
}

export interface RegionApisOptions {
  readonly plan: Plan;
  readonly dataDir: string;
  /** Of the region's endpoint: an API's is a hundred above, while nobody has that one. */
  readonly port: number;
  readonly clock: { now(): number };
  readonly authorizer: Authorizer;
  readonly metrics: MetricStore;
  principalOf(accessKeyId: string): Principal;
  secretOf(accessKeyId: string): string | undefined;
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  onTrouble(message: string): void;
}

const ABOVE = 100;
const LAST_PORT = 65_535;

/** Serves the HTTP APIs of a plan, each at a port of its own, and at the same one after a restart. */
export async function startApis(options: RegionApisOptions): Promise<RegionApis> {
  const { plan, dataDir, port, clock, authorizer, metrics, principalOf, secretOf, invoke, onTrouble } = options;
  const open: { readonly server: Server; readonly end: () => Promise<void> }[] = [];
  const addresses: ApiAddress[] = [];
  const ports = rememberedPorts(dataDir);

  for (const [index, api] of plan.httpApis.entries()) {
    const log = api.accessLog && openLog(join(dataDir, 'logs'), api.accessLog.logGroup);
    const server = createHttpApi({
      api,
      region: plan.region,
      account: plan.account,
      clock,
      principalOf,
      secretOf,
      authorize: (principal: Principal, action: string, arn: string, conditions: ConditionValues) =>
        authorizer.authorize(principal, action, arn, conditions),
      mayInvoke: (functionArn, sourceArn) =>
        authorizer.decideForService('apigateway.amazonaws.com', 'lambda:InvokeFunction', functionArn, {
          'aws:sourcearn': sourceArn,
          'aws:sourceaccount': plan.account,
        }).allowed,
      invoke,
      count: ({ status, latencyMs, integrationMs }) =>
        metrics.record(apiMetrics(api.id, clock.now(), status, latencyMs, integrationMs)),
      log: (line) => log?.write(line),
      onTrouble,
    });
    const wanted = ports.get(api.id) ?? port + ABOVE * (index + 1);
    const taken = await listenAt(server, wanted > LAST_PORT ? 0 : wanted);
    ports.set(api.id, taken);
    addresses.push({
      name: api.name,
      id: api.id,
      url: `http://127.0.0.1:${taken}`,
      ...(log && api.accessLog ? { log: { group: api.accessLog.logGroup, file: log.file } } : {}),
    });
    open.push({ server, end: async () => log?.close() });
  }
  ports.save();

  return {
    addresses,
    async close() {
      for (const { server, end } of open) {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
        await end();
      }
    },
  };
}

/** Source: API Gateway Developer Guide, "Monitor CloudWatch metrics for HTTP APIs". */
function apiMetrics(ApiId: string, timestamp: number, status: number, latencyMs: number, integrationMs?: number) {
  const one = (name: string, unit: string, value: number) => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId },
    unit,
    value,
    timestamp,
  });
  return [
    one('Count', 'Count', 1),
    one('4xx', 'Count', status >= 400 && status < 500 ? 1 : 0),
    one('5xx', 'Count', status >= 500 ? 1 : 0),
    one('Latency', 'Milliseconds', latencyMs),
    ...(integrationMs === undefined ? [] : [one('IntegrationLatency', 'Milliseconds', integrationMs)]),
  ];
}

/** The port that is wanted, or any that is free. */
async function listenAt(server: Server, wanted: number): Promise<number> {
  const listening = once(server.listen(wanted, '127.0.0.1'), 'listening');
  try {
    await listening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await once(server.listen(0, '127.0.0.1'), 'listening');
  }
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The API listens at no port.');
  return address.port;
}

/** Clients of a region that dies and comes back find its APIs where they were. */
function rememberedPorts(dataDir: string): Map<string, number> & { save(): void } {
  const file = join(dataDir, 'apis.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
  const ports = new Map(Object.entries(known));
  return Object.assign(ports, { save: () => writeFileSync(file, JSON.stringify(Object.fromEntries(ports))) });
}

function openLog(directory: string, group: string) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${group.replaceAll('/', '_')}.log`);
  const output = createWriteStream(file, { flags: 'a' });
  return {
    file,
    write: (line: string) => void output.write(`${line}\n`),
    async close() {
      output.end();
      if (!output.closed) await once(output, 'close');
    },
  };
}

import type { AlarmState } from '../cloudwatch/alarm-rule';
import type { DnsPlan } from '../template/plan-dns';
import type { Minute } from '../time/minute';
import { createHealthChecks, type HealthStatus } from './health-checks';
import { type NameServer, startNameServer } from './name-server';

/** Route 53's data plane: it belongs to no region, and goes on when one is lost. */
export interface Route53 {
  /** Address of the name server that a machine in the region's network asks; undefined where its stack has no zone. */
  nameServer(region: string): { readonly address: string; readonly port: number } | undefined;
  health(region: string): readonly HealthStatus[];
  stop(): Promise<void>;
}

export interface Route53Options {
  readonly plans: readonly DnsPlan[];
  readonly minute: Minute;
  /** Endpoint of a region's process. */
  endpoint(region: string): string | undefined;
  /** Where a host answers on this machine; undefined for one that is not of this cloud. */
  addressOf(host: string): string | undefined;
  /** Of the name server of the first region; those of others follow. */
  readonly port: number;
  changed?(region: string, status: HealthStatus): void;
}

/** Route 53 waits four seconds for a connection and two more for the answer. */
const ANSWER_MS = 6_000;

export async function startRoute53(options: Route53Options): Promise<Route53> {
  const { plans, minute, endpoint, addressOf, port, changed } = options;
  const regions = await Promise.all(
    plans.map(async ({ region, records, healthChecks }, index) => {
      const checks = createHealthChecks({
        checks: healthChecks,
        minute,
        alarmState: (of, alarm) => alarmState(endpoint(of), alarm),
        answers: (host, path) => answers(addressOf(host), path),
        changed: (status) => changed?.(region, status),
      });
      const server: NameServer | undefined =
        records.length === 0
          ? undefined
          : await startNameServer({
              port: port + index,
              records,
              isHealthy: checks.isHealthy,
              // Whole seconds, as everywhere in DNS.
              ttl: (seconds) => Math.round(minute.scaled(seconds * 1_000) / 1_000),
            });
      checks.start();
      return { region, checks, server };
    }),
  );
  const at = (name: string) => regions.find(({ region }) => region === name);
  return {
    nameServer(name) {
      const server = at(name)?.server;
      return server && { address: '127.0.0.1', port: server.port };
    },
    health: (name) => at(name)?.checks.status() ?? [],
    async stop() {
      for (const { checks } of regions) checks.stop();
      await Promise.all(regions.map(({ server }) => server?.close()));
    },
  };
}

/** Read where the region shows it; a region that is gone shows nothing. */
async function alarmState(endpoint: string | undefined, alarm: string): Promise<AlarmState | undefined> {
  try {
    const response = await fetch(`${endpoint}/_local/alarms`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const alarms = (await response.json()) as readonly { readonly name: string; readonly state: AlarmState }[];
    return alarms.find(({ name }) => name === alarm)?.state;
  } catch {
    // That there is no answer is the answer.
    return undefined;
  }
}

async function answers(address: string | undefined, path: string): Promise<boolean> {
  if (address === undefined) return false;
  try {
    const response = await fetch(`${address}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await response.arrayBuffer();
    return response.status >= 200 && response.status < 400;
  } catch {
    // That there is no answer is the answer.
    return false;
  }
}

import { join } from 'node:path';
import type { RegionAddress } from '../region/boot-report';
import type { RegionMessage } from '../region/control-messages';
import { ACCOUNT } from '../template/attributes';
import { CannotRun } from '../template/cannot-run';
import type { HealthStatus } from '../route53/health-checks';
import { type Route53, startRoute53 } from '../route53/route53';
import { loadAssembly } from '../template/load-assembly';
import { makeDnsPlans } from '../template/plan';
import { createMinute, type Minute } from '../time/minute';
import { UsageError } from '@pipeline/command-line';
import type { StartArguments } from './arguments';
import { RegionClient } from './region-client';
import type { Delivery } from './samples';
import { type SupervisedRegion, superviseRegion } from './supervise';

/** The regions of the assembly that run on this machine, each with a client. */
export interface Cloud {
  /** The primary and the standby. */
  readonly regions: readonly [RegionClient, RegionClient];
  /** The one of this name, or the primary. @throws UsageError when there is no such region */
  region(name?: string): RegionClient;
  /** Of the process that runs a region now. */
  pid(region: string): number | undefined;
  /** The loss of a region: SIGKILL, and nobody starts it again but `revive`, with the disk that it left. */
  kill(region: string): Promise<void>;
  revive(region: string): Promise<void>;
  /** Route 53, which outlives every region. */
  readonly route53: Route53;
  /** How long a minute lasts; a change made at one region holds for all. */
  readonly minute: Minute;
  /** Rejects when a region can't be kept running. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

export interface CloudOptions
  extends Pick<StartArguments, 'port' | 'node' | 'lagMs'>, Partial<Pick<StartArguments, 'minuteMs'>> {
  readonly assemblyDir: string;
  /** The program of a region's process. */
  readonly script: string;
  /** Folder of all regions' data. */
  readonly data: string;
  /** Tell of rows as they are settled. */
  readonly progress: boolean;
}

export interface CloudWatch {
  message(region: string, message: RegionMessage): void;
  /** The region's process died by itself and is started again with its data. */
  restarted(region: string, how: string): void;
  /** A health check of the region's stack has turned. */
  health?(region: string, status: HealthStatus): void;
}

/**
 * The two regions of an assembly: the one whose stack owns the global table, and the one that stands by.
 * @throws CannotRun when there are not two
 */
export function regionsOf(assemblyDir: string): readonly [string, string] {
  const stacks = loadAssembly(assemblyDir);
  const ownsTable = ({ template }: (typeof stacks)[number]) =>
    Object.values(template.Resources).some(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable');
  const owners = stacks.filter(ownsTable);
  const regions = [...new Set([...owners, ...stacks].map(({ region }) => region))];
  const [primary, standby, ...more] = regions;
  if (primary !== undefined && standby !== undefined && more.length === 0) return [primary, standby];
  throw new CannotRun(`A cloud has two regions; the assembly has ${regions.join(', ') || 'none'}. Mend apps/infra.`);
}

/** Name servers listen so much above the regions' endpoints. */
const DNS_PORT_ABOVE = 50;

/** Where the host of a region's HTTP API, `<id>.execute-api.<region>.amazonaws.com`, answers here. */
const apiAt = (address: RegionAddress, host: string): string | undefined =>
  host.endsWith(`.execute-api.${address.region}.amazonaws.com`) ? (address as { api?: string }).api : undefined;

const noRegion = (name: string, regions: readonly string[]) =>
  new UsageError(`There is no region "${name}". The regions are ${regions.join(', ')}.`);

/** @throws UsageError naming the region that a file shall go to and that the assembly has not */
export function checkRegions(deliveries: readonly Pick<Delivery, 'region'>[], assemblyDir: string): void {
  const regions = regionsOf(assemblyDir);
  for (const { region } of deliveries) {
    if (region !== undefined && !regions.includes(region)) throw noRegion(region, regions);
  }
}

/** Starts all regions of an assembly side by side, the primary at the port, the others at those after it. */
export async function startCloud(options: CloudOptions, watch: CloudWatch): Promise<Cloud> {
  const { assemblyDir, script, data, port, node, progress, lagMs, minuteMs } = options;
  const regions = regionsOf(assemblyDir);
  const ports = regions.map((region, index) => ({ region, port: port + index }));
  const peers = Object.fromEntries(ports.map((each) => [each.region, `http://127.0.0.1:${each.port}`]));
  const minute = createMinute({ now: () => Date.now() }, minuteMs);
  // A minute is the same everywhere: the region that is told first tells the others through us.
  const pace = (lengthMs: number) => {
    if (lengthMs === minute.length()) return;
    minute.set(lengthMs);
    for (const url of Object.values(peers)) {
      const body = JSON.stringify({ minuteMs: lengthMs });
      // A region that is dead now boots with what it was started with; whoever changes the minute then says so again.
      fetch(`${url}/_local/clock`, { method: 'PUT', body }).catch(() => undefined);
    }
  };
  const supervised: readonly SupervisedRegion[] = await Promise.all(
    ports.map((each) =>
      superviseRegion(
        script,
        {
          ...each,
          assemblyDir,
          peers,
          dataDir: join(data, each.region),
          progress,
          ...(node === undefined ? {} : { node }),
          ...(minuteMs === undefined ? {} : { minuteMs }),
        },
        {
          message: (message) => {
            if (message.type === 'minute') pace(message.lengthMs);
            watch.message(each.region, message);
          },
          restarted: (how) => watch.restarted(each.region, how),
        },
      ),
    ),
  );
  const supervisedAt = (name: string): SupervisedRegion => {
    const region = supervised.find(({ address }) => address.region === name);
    if (!region) throw noRegion(name, regions);
    return region;
  };
  const clients = supervised.map(({ address }) => new RegionClient(address)) as [RegionClient, RegionClient];
  // Whatever a run before this one did to the line between them.
  await Promise.all(clients.map((client) => client.disturb({ lagMs, partitioned: false })));
  const route53 = await startRoute53({
    plans: makeDnsPlans({ stacks: loadAssembly(assemblyDir), partition: 'aws', account: ACCOUNT }),
    minute,
    endpoint: (region) => peers[region],
    addressOf: (host) => supervised.map(({ address }) => apiAt(address, host)).find((url) => url !== undefined),
    port: port + DNS_PORT_ABOVE,
    ...(watch.health ? { changed: watch.health } : {}),
  });
  return {
    route53,
    minute,
    regions: clients,
    region(name = clients[0].address.region) {
      const client = clients.find(({ address }) => address.region === name);
      if (!client) throw noRegion(name, regions);
      return client;
    },
    pid: (region) => supervised.find(({ address }) => address.region === region)?.pid,
    kill: (region) => supervisedAt(region).kill(),
    revive: (region) => supervisedAt(region).revive(),
    failed: Promise.race(supervised.map(({ failed }) => failed)),
    async stop() {
      for (const client of clients) client.close();
      await route53.stop();
      await Promise.all(supervised.map((region) => region.stop()));
    },
  };
}

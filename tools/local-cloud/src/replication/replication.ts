import type { Needed } from '../dynamodb/change-log';
import type { StoredSecret } from '../secretsmanager/secret-store';
import type { SecretsService } from '../secretsmanager/secrets-service';
import type { PlannedSecret, PlannedTable } from '../template/planned';
import { createOutboundLog, type OutboundOptions, partitionedFault, type Unconfirmed } from './outbound-log';
import type { PullRequest } from './change-batch';
import { type InboundChanges, pullChanges } from './inbound-changes';
import { type InboundSecrets, pullSecrets } from './inbound-secrets';
import { openSettings, type ReplicationSettings } from './replication-settings';

export interface ReplicationOptions extends Omit<OutboundOptions, 'settings'> {
  readonly region: string;
  readonly plan: {
    readonly tables: readonly Pick<PlannedTable, 'name' | 'replicas'>[];
    readonly secrets: readonly Pick<PlannedSecret, 'name' | 'primaryRegion'>[];
  };
  readonly secrets: Pick<SecretsService, 'has' | 'originals' | 'replicate'>;
  /** Endpoints of the other regions, by region. */
  readonly peers: Readonly<Record<string, string>>;
  onTrouble(message: string): void;
}

export interface ReplicationStatus extends ReplicationSettings {
  readonly replicas: readonly (Unconfirmed & {
    readonly table: string;
    /** The other region: what it has not confirmed is the backlog, and its age the lag. */
    readonly region: string;
    /** Whether the other region answered last. */
    readonly connected: boolean;
  })[];
}

/** Global tables and replicated secrets: what changes in this region for the others, and the others' changes for this one. */
export interface Replication {
  /**
   * Starts to pull what the other regions changed. Resolves when the region has every secret that it replicates.
   * @throws CannotRun when a region that it needs one from stays away
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The secrets of this region, for the other regions' replicas. @throws ServiceFault 503 while it is partitioned */
  secrets(): readonly StoredSecret[];
  pull(request: PullRequest, hangUp?: AbortSignal): Promise<string>;
  /** @param except as in {@link OutboundLog.unconfirmed} */
  status(except?: string): Promise<ReplicationStatus>;
  change(settings: Partial<ReplicationSettings>): Promise<void>;
  /** What of a table's history must be kept for the other regions' sake. */
  needed(table: string): Needed;
}

/** A change gets its instant a moment before it is durable and so can be sent; this long, in milliseconds, is longer. */
const MOMENT_MS = 60_000;

export function createReplication(options: ReplicationOptions): Replication {
  const { region, plan, peers, dynamodb, secrets, store, onTrouble } = options;
  const settings = openSettings(store);
  const outbound = createOutboundLog({ ...options, settings });
  const others = Object.entries(peers)
    .filter(([peer]) => peer !== region)
    .map(([peer, endpoint]) => ({ region: peer, endpoint }));
  const replicas = plan.tables.flatMap(({ name, replicas: regions }) =>
    others.filter((peer) => regions.includes(peer.region)).map((peer) => ({ table: name, peer })),
  );
  const inbound = new Map<(typeof replicas)[number], InboundChanges>();

  const primaries = new Set(plan.secrets.map(({ primaryRegion }) => primaryRegion));
  let inboundSecrets: readonly InboundSecrets[] = [];

  return {
    async start() {
      for (const replica of replicas) {
        inbound.set(replica, pullChanges({ ...replica, region, dynamodb, store, settings, onTrouble }));
      }
      inboundSecrets = others
        .filter((peer) => primaries.has(peer.region))
        .map((peer) => {
          const ofPeer = plan.secrets.filter(({ primaryRegion }) => primaryRegion === peer.region);
          return pullSecrets({ peer, names: ofPeer.map(({ name }) => name), secrets, settings, onTrouble });
        });
      await Promise.all(inboundSecrets.map((each) => each.complete()));
    },
    async stop() {
      await Promise.all([...inbound.values(), ...inboundSecrets].map((each) => each.stop()));
    },
    secrets() {
      if (settings.current.partitioned) throw partitionedFault();
      return secrets.originals();
    },
    pull: (request, hangUp) => outbound.pull(request, hangUp),
    async status(except) {
      const shown = replicas.map(async (replica) => {
        const { table, peer } = replica;
        const connected = inbound.get(replica)?.connected ?? false;
        return { table, region: peer.region, connected, ...(await outbound.unconfirmed(table, peer.region, except)) };
      });
      return { ...settings.current, replicas: await Promise.all(shown) };
    },
    change: (changed) => settings.change(changed),
    needed(table) {
      const others = replicas.filter((replica) => replica.table === table);
      return {
        changesFrom: Math.min(...others.map(({ peer }) => outbound.confirmed(table, peer.region) + 1)),
        tombstonesFrom: Math.min(...others.map((replica) => (inbound.get(replica)?.completeTo ?? 0) - MOMENT_MS)),
      };
    },
  };
}

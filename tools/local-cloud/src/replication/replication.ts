import type { Needed } from '../dynamodb/change-log';
import { createOutboundLog, type OutboundOptions, type Unconfirmed } from './outbound-log';
import type { PullRequest } from './change-batch';
import { type InboundChanges, pullChanges } from './inbound-changes';
import { openSettings, type ReplicationSettings } from './replication-settings';

export interface ReplicationOptions extends Omit<OutboundOptions, 'settings'> {
  readonly region: string;
  readonly tables: readonly { readonly name: string; readonly replicas: readonly string[] }[];
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

/** Global tables: the changes of this region for the others, and theirs for this one. */
export interface Replication {
  /** Starts to pull what the other regions changed. */
  start(): void;
  stop(): Promise<void>;
  pull(request: PullRequest, hangUp?: AbortSignal): Promise<string>;
  status(): Promise<ReplicationStatus>;
  change(settings: Partial<ReplicationSettings>): Promise<void>;
  /** What of a table's history must be kept for the other regions' sake. */
  needed(table: string): Needed;
}

/** A change gets its instant a moment before it is durable and so can be sent; this long, in milliseconds, is longer. */
const MOMENT_MS = 60_000;

export function createReplication(options: ReplicationOptions): Replication {
  const { region, tables, peers, dynamodb, store, onTrouble } = options;
  const settings = openSettings(store);
  const outbound = createOutboundLog({ ...options, settings });
  const replicas = tables.flatMap(({ name, replicas: regions }) =>
    Object.entries(peers)
      .filter(([peer]) => peer !== region && regions.includes(peer))
      .map(([peer, endpoint]) => ({ table: name, peer: { region: peer, endpoint } })),
  );
  const inbound = new Map<(typeof replicas)[number], InboundChanges>();

  return {
    start() {
      for (const replica of replicas) {
        inbound.set(replica, pullChanges({ ...replica, region, dynamodb, store, settings, onTrouble }));
      }
    },
    async stop() {
      await Promise.all([...inbound.values()].map((each) => each.stop()));
    },
    pull: (request, hangUp) => outbound.pull(request, hangUp),
    async status() {
      const shown = replicas.map(async (replica) => {
        const { table, peer } = replica;
        const connected = inbound.get(replica)?.connected ?? false;
        return { table, region: peer.region, connected, ...(await outbound.unconfirmed(table, peer.region)) };
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

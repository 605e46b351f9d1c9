import type { StoredSecret } from '../secretsmanager/secret-store';
import type { SecretsService } from '../secretsmanager/secrets-service';
import { CannotRun } from '../template/cannot-run';
import { askRegion } from './ask-region';
import { delay } from './delay';
import type { SettingsStore } from './replication-settings';

export interface InboundSecretsOptions {
  readonly peer: { readonly region: string; readonly endpoint: string };
  /** Names of the secrets of which this region has replicas. */
  readonly names: readonly string[];
  readonly secrets: Pick<SecretsService, 'has' | 'replicate'>;
  readonly settings: SettingsStore;
  onTrouble(message: string): void;
}

export interface InboundSecrets {
  /** Resolves when every replica has a value. @throws CannotRun when the other region stays away */
  complete(): Promise<void>;
  stop(): Promise<void>;
}

/** Between two looks at the other region's secrets, in milliseconds: before the first replicas are there, and after. */
const [EAGER_MS, CALM_MS] = [50, 1_000];
/** How long a region that has never had its secrets waits for them, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Keeps this region's replicas of another region's secrets equal to them. */
export function pullSecrets({ peer, names, secrets, settings, onTrouble }: InboundSecretsOptions): InboundSecrets {
  const stopped = new AbortController();
  const isComplete = () => names.every((name) => secrets.has(name));

  const look = async (): Promise<void> => {
    const answer = await askRegion(`${peer.endpoint}/_local/secrets`, stopped.signal);
    if (answer === undefined || settings.current.partitioned) return;
    const originals = JSON.parse(answer) as readonly StoredSecret[];
    for (const original of originals) if (names.includes(original.name)) await secrets.replicate(original);
  };

  const pulling = (async () => {
    while (!stopped.signal.aborted) {
      try {
        if (!settings.current.partitioned) await look();
      } catch (error) {
        onTrouble(`Replication of secrets from ${peer.region} waits: ${(error as Error).message}`);
      }
      await delay(isComplete() ? CALM_MS : EAGER_MS, stopped.signal);
    }
  })();

  const complete = async (): Promise<void> => {
    const until = Date.now() + PATIENCE_MS;
    while (!isComplete() && !stopped.signal.aborted) {
      if (Date.now() > until) {
        throw new CannotRun(
          `${peer.region} does not give the secret ${names.join(', ')}, of which this region has a replica. Start it at ${peer.endpoint}, and this region again.`,
        );
      }
      await delay(EAGER_MS, stopped.signal);
    }
  };

  return {
    complete,
    async stop() {
      stopped.abort();
      await pulling;
    },
  };
}
